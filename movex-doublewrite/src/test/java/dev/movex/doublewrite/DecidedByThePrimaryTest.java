package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database computes or chooses is decided by the primary alone and is the same on both sides. */
@RealPostgres
class DecidedByThePrimaryTest {
    private static final String[] TABLES = {
        "CREATE TABLE k (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text)",
        "CREATE TABLE two (part int, id serial, no serial, a text, PRIMARY KEY (part, id))",
        "CREATE TABLE d (id int PRIMARY KEY, a text, at timestamptz DEFAULT clock_timestamp(),"
                + " r double precision DEFAULT random(), u uuid DEFAULT gen_random_uuid(), day date)",
        "CREATE TABLE trig (id int PRIMARY KEY, a text, r double precision)",
        "CREATE FUNCTION decide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.r = random(); RETURN NEW; END $$",
        "CREATE TRIGGER decide BEFORE INSERT OR UPDATE ON trig FOR EACH ROW EXECUTE FUNCTION decide()",
        "CREATE TABLE texty (id varchar(5) PRIMARY KEY, span interval, cash money, f double precision)",
    };

    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        rig = Rig.open(pair, TABLES).enter(Pattern.SRC_FIRST);
        Rig.execute(pair.src(), "ALTER TABLE k ALTER id RESTART 100", "SELECT setval('two_id_seq', 500)");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO k (a) VALUES ('x')",
                "INSERT INTO k (a) VALUES ('x'), ('y'), ('z')",
                "INSERT INTO k DEFAULT VALUES",
                "INSERT INTO k (a) SELECT 'x' FROM generate_series(1, 5)",
                "INSERT INTO k (a) VALUES ('x') RETURNING *",
                "INSERT INTO k (a) VALUES ('x') RETURNING a",
                "INSERT INTO k (id, a) OVERRIDING SYSTEM VALUE VALUES (7, 'x')",
                "INSERT INTO k (id, a) OVERRIDING USER VALUE VALUES (7, 'x')",
                "INSERT INTO two (part, a) VALUES (3, 'x')",
                "INSERT INTO two (part, id, a) VALUES (3, 9, 'x')",
                "INSERT INTO d (id) VALUES (1)",
                "INSERT INTO d (id, at) VALUES (1, now())",
                "INSERT INTO d (id, at, day, r, u, a) VALUES (1, 'now', 'tomorrow', 1.5, DEFAULT, md5('a'))",
                "INSERT INTO trig (id, a) VALUES (1, 'x')",
            })
    void asText(String sql) throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        verifyAllTables();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = md5(random()::text)", "at = clock_timestamp()", "r = r + random()", "u = DEFAULT"})
    void updates(String assignment) throws SQLException {
        rig.run("INSERT INTO d (id) VALUES (1), (2)");
        rig.run("UPDATE d SET " + assignment + " WHERE id = 1");
        rig.run("UPDATE d SET " + assignment);
        verifyAllTables();
    }

    @Test
    void triggersDecideOnUpdatesToo() throws SQLException {
        rig.run("INSERT INTO trig (id, a) VALUES (?, ?)", 1, "x");
        rig.run("UPDATE trig SET a = ? WHERE id = ?", "y", 1);
        verifyAllTables();
    }

    @Test
    void textsThatTheDatabaseInterpretsAreNotRepeated() throws SQLException {
        rig.run("INSERT INTO d (id) VALUES (1)");
        try (Connection connection = rig.connect();
                PreparedStatement update = connection.prepareStatement("UPDATE d SET at = ?, day = ? WHERE id = ?")) {
            update.setObject(1, "now", Types.OTHER);
            update.setObject(2, "today", Types.OTHER);
            update.setInt(3, 1);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        verifyAllTables();
    }

    @Test
    void settingsOfTheSessionDecideOnThePrimaryAlone() throws SQLException {
        try (Connection connection = rig.connect()) {
            Rig.execute(connection, "SET TIME ZONE 'America/New_York'");
            Rig.update(connection, "INSERT INTO d (id, at, r, u) VALUES (1, '2026-01-02 03:04:05', 1, DEFAULT)");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO d (id, at, r, u, a, day) VALUES (2, ?, 1, NULL, NULL, NULL)")) {
                insert.setObject(1, "2026-01-02 03:04:05", Types.OTHER);
                insert.executeUpdate();
            }
            Rig.execute(connection, "SET transform_null_equals = on");
            assertThat(Rig.update(connection, "UPDATE d SET r = ? WHERE id = ? AND a = NULL", 5.5, 1))
                    .isEqualTo(1);
        }
        verifyAllTables();
    }

    @Test
    void aKeyThatTheDatabaseShortens() throws SQLException {
        rig.run("INSERT INTO texty (id, f) VALUES (?, ?)", "ab      ", 0.1);
        rig.run("UPDATE texty SET f = f / 3 WHERE id = ?", "ab");
        verifyAllTables();
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void textFormsThatDependOnTheServer() throws SQLException {
        rig.close();
        Rig.execute(
                rig.pair().src(),
                "ALTER DATABASE " + rig.pair().source().name() + " SET intervalstyle = 'sql_standard'");
        try (Rig other = Rig.open(rig.pair())) {
            other.enter(Pattern.SRC_FIRST);
            other.run("INSERT INTO texty (id, span) VALUES ('a', '-1 day -2 hours'::interval)");
            other.close();
            assertThat(other.rows(Side.DST, "SELECT extract(epoch FROM span)::int FROM texty"))
                    .isEqualTo(other.rows(Side.SRC, "SELECT extract(epoch FROM span)::int FROM texty"));
        }
    }

    @Test
    void generatedKeysInAllTheWaysOfAskingForThem() throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (Connection connection = rig.connect()) {
            String sql = "INSERT INTO k (a) VALUES (?)";
            try (PreparedStatement all = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
                    PreparedStatement named = connection.prepareStatement(sql, new String[] {"id"});
                    PreparedStatement returning = connection.prepareStatement(sql + " RETURNING a, id");
                    Statement text = connection.createStatement()) {
                all.setString(1, "all");
                all.executeUpdate();
                keys.add(only(all.getGeneratedKeys(), "id", 2));
                named.setString(1, "named");
                named.execute();
                keys.add(only(named.getGeneratedKeys(), "id", 1));
                returning.setString(1, "returning");
                keys.add(only(returning.executeQuery(), "id", 2));
                text.executeUpdate("INSERT INTO k (a) VALUES ('t')", Statement.RETURN_GENERATED_KEYS);
                keys.add(only(text.getGeneratedKeys(), "id", 2));
                for (String a : List.of("b1", "b2", "b3")) {
                    all.setString(1, a);
                    all.addBatch();
                }
                assertThat(all.executeBatch()).containsExactly(1, 1, 1);
                ResultSet batch = all.getGeneratedKeys();
                while (batch.next()) {
                    keys.add(batch.getLong(1));
                }
            }
        }
        assertThat(keys).containsExactly(100L, 101L, 102L, 103L, 104L, 105L, 106L);
        verifyAllTables();
        assertThat(rig.rows(Side.DST, "SELECT id FROM k ORDER BY 1"))
                .containsExactly("100", "101", "102", "103", "104", "105", "106");
    }

    private static long only(ResultSet rows, String column, int columns) throws SQLException {
        assertThat(rows.getMetaData().getColumnCount()).isEqualTo(columns);
        assertThat(rows.next()).isTrue();
        long value = rows.getLong(column);
        assertThat(rows.next()).isFalse();
        rows.close();
        return value;
    }

    private void verifyAllTables() throws SQLException {
        rig.close();
        for (String table : List.of("k", "two", "d", "trig", "texty")) {
            String sql = "SELECT * FROM " + table + " ORDER BY 1, 2";
            assertThat(rig.rows(Side.DST, sql)).as(table).isEqualTo(rig.rows(Side.SRC, sql));
        }
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_FAILURES)).isZero();
        assertThat(rig.journal(Side.SRC)).isEmpty();
        assertThat(rig.movex().metrics().get(Metric.MIRRORED)).isPositive();
    }
}
