package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which applications write through JDBC: the caller sees the primary's answers, the secondary the rows. */
@RealPostgres
class WritesTest {
    private static final String[] TABLES = {
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, n int)",
        "CREATE TABLE pair (x int, y varchar(20), a text, PRIMARY KEY (x, y))",
        "CREATE TABLE odd (day date, amount numeric(8,2), a text, PRIMARY KEY (day, amount))",
        "CREATE TABLE kinds (id uuid PRIMARY KEY, b bytea, tags text[], at timestamptz, local timestamp, d date, j jsonb,"
                + " big numeric, f double precision, flag boolean, s text)",
        "CREATE TABLE gen (id bigint PRIMARY KEY, n int, twice int GENERATED ALWAYS AS (n * 2) STORED)",
    };

    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        rig = Rig.open(pair, TABLES).enter(Pattern.SRC_FIRST);
        rig.run("INSERT INTO t (id, a, n) VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET id = id + 10",
                "UPDATE t SET id = 4, a = 'moved' WHERE id = 1",
                "UPDATE t SET id = id % 3 + 100 WHERE id IN (SELECT id FROM t WHERE n > 1)",
                "UPDATE t x SET id = v.b FROM (VALUES (1, 11), (2, 12)) v (a, b) WHERE x.id = v.a",
                "INSERT INTO t SELECT id + 10, a, n FROM t",
                "INSERT INTO t VALUES (1, 'z', 9), (7, 'q', 7) ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a || t.a",
                "INSERT INTO t (id) VALUES (1), (8) ON CONFLICT DO NOTHING",
                "DELETE FROM t USING (VALUES (1), (3)) v (id) WHERE t.id = v.id",
                "DELETE FROM t WHERE id IN (SELECT id FROM t ORDER BY n LIMIT 1)",
                "WITH old AS (SELECT id FROM t WHERE n < 3) UPDATE t SET a = 'old' FROM old WHERE old.id = t.id",
                "INSERT INTO pair (x, y, a) VALUES (1, 'k', 'v'), (2, 'k', NULL)",
                "INSERT INTO odd (day, amount, a) VALUES ('2026-02-03', 1.5, 'v')",
                "INSERT INTO gen (id, n) VALUES (1, 21)",
                "UPDATE only public.t AS y SET a = y.a || 'x' WHERE n >= 2 RETURNING y.n, lower(a) AS \"Low\"",
                "UPDATE t SET a = 'semi;colon -- no comment' WHERE id = 1; ",
            })
    void asText(String sql) throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        verifyEqual();
    }

    @Test
    void whatIsInsertedUnlessItIsThereAndThenDeletedNeedNotBeOnTheSecondary() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", 9, "short");
            Rig.update(connection, "DELETE FROM t WHERE id = ?", 9);
            connection.commit();
        }
        verifyEqual();
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_MISMATCHES)).isZero();
    }

    @Test
    void theCallerSeesThePrimarysCountsAndRows() throws SQLException {
        Rig.execute(rig.pair().dst(), "DELETE FROM t WHERE id > 1");
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE t SET n = n + 1")).isEqualTo(3);
            assertThat(statement.execute("DELETE FROM t WHERE n = 4")).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(statement.executeLargeUpdate("UPDATE t SET n = 0 WHERE id = 77"))
                    .isZero();
        }
        verifyEqual();
    }

    @Test
    void aListOfReturnedColumnsIsTheApplicationsOwn() throws SQLException {
        try (Connection connection = rig.connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE t SET n = n * ? WHERE n > ? RETURNING n, a AS id")) {
            update.setInt(1, 10);
            update.setInt(2, 1);
            try (ResultSet rows = update.executeQuery()) {
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt("n")).isIn(20, 30);
                assertThat(rows.getString("id")).isIn("b", "c");
                assertThatThrownBy(() -> rows.getString(3)).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> rows.findColumn("movex_key_1")).isInstanceOf(SQLException.class);
                assertThat(rows.getStatement()).isSameAs(update);
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isFalse();
            }
            assertThat(update.execute()).isTrue();
            assertThat(update.getResultSet().next()).isTrue();
            assertThat(update.getMoreResults()).isFalse();
        }
        verifyEqual();
    }

    @Test
    void aWriteThatIsAskedForRowsItDoesNotHaveIsNotRun() throws SQLException {
        try (Connection connection = rig.connect();
                PreparedStatement update = connection.prepareStatement("UPDATE t SET a = ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            Rig.bind(update, "x", 1);
            assertThatThrownBy(update::executeQuery).isInstanceOf(SQLException.class);
            connection.commit();
        }
        verifyEqual();
    }

    @Test
    void anOptimisticLockThatMeetsNoRowWritesNothing() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            assertThat(Rig.update(connection, "UPDATE t SET a = ? WHERE id = ? AND n = ?", "x", 1, 99))
                    .isZero();
            connection.commit();
        }
        verifyEqual();
        assertThat(rig.movex().metrics().get(Metric.DUAL_TRANSACTIONS)).isEqualTo(1);
    }

    @Test
    void valuesOfAllKindsAreRepeatedAsTheyWereSet() throws SQLException {
        try (Connection connection = rig.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO kinds (id, b, tags, at, local, d, j,"
                                + " big, f, flag, s) VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)")) {
            UUID id = UUID.fromString("00000000-0000-0000-0000-0000000000ab");
            byte[] bytes = {0, 1, (byte) 0xff};
            Timestamp at = Timestamp.valueOf("2026-03-29 02:30:00.123456");
            insert.setObject(1, id);
            insert.setBytes(2, bytes);
            insert.setArray(3, connection.createArrayOf("text", new String[] {"a", "", null, "NULL", "{}"}));
            insert.setTimestamp(4, at, Calendar.getInstance(TimeZone.getTimeZone("America/New_York")));
            insert.setTimestamp(5, at);
            insert.setDate(6, Date.valueOf("2026-03-29"));
            insert.setString(7, "{\"a\": [1, null]}");
            insert.setBigDecimal(8, new BigDecimal("1E-20"));
            insert.setDouble(9, 0.1);
            insert.setBoolean(10, true);
            insert.setNull(11, Types.VARCHAR);
            insert.addBatch();
            bytes[0] = 9;
            at.setTime(0);
            insert.setObject(1, UUID.randomUUID());
            insert.setBinaryStream(2, new ByteArrayInputStream("stream".getBytes(StandardCharsets.UTF_8)));
            insert.setObject(4, OffsetDateTime.parse("2026-01-01T00:00:00+11:00"));
            insert.setObject(5, LocalDateTime.parse("2026-01-01T00:00:00"));
            insert.setCharacterStream(11, new StringReader("reader"));
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1, 1);
            insert.setObject(1, UUID.randomUUID());
            insert.setObject(4, LocalDateTime.parse("2026-01-01T00:00:00"));
            insert.setBinaryStream(2, new ByteArrayInputStream(new byte[] {1}));
            insert.setCharacterStream(11, new StringReader("once"));
            insert.executeUpdate();
        }
        assertThat(rig.rows(Side.SRC, "SELECT b FROM kinds WHERE s IS NULL")).containsExactly("\\x0001ff");
        verifyEqual();
        assertThat(rig.movex().metrics().get(Metric.REPLAYED_STATEMENTS)).isEqualTo(3);
        assertThat(rig.movex().metrics().get(Metric.IMAGES)).isEqualTo(1);
    }

    @Test
    void keysThatOnlyTheDatabaseCanWriteDownAreStillRepeated() throws SQLException {
        rig.run(
                "INSERT INTO odd (day, amount, a) VALUES (?, ?, ?)",
                Date.valueOf("2026-01-02"),
                new BigDecimal("1.5"),
                "x");
        rig.run(
                "UPDATE odd SET a = ? WHERE day = ? AND amount = ?",
                "y",
                Date.valueOf("2026-01-02"),
                new BigDecimal("1.500"));
        rig.run("INSERT INTO pair (x, y, a) VALUES (?, ?, ?)", 1, "blank ", "x");
        rig.run("UPDATE pair SET a = ? WHERE x = ? AND y = ?", "y", 1, "blank ");
        rig.run("DELETE FROM odd WHERE day = ? AND amount = ?", Date.valueOf("2026-01-02"), new BigDecimal("1.5"));
        verifyEqual();
        assertThat(rig.movex().metrics().get(Metric.IMAGES)).isZero();
    }

    @Test
    void imagesAndRepeatedStatementsOfOneTableAreNotMixed() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "first", 1);
            Rig.update(connection, "UPDATE t SET a = a || '!'");
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "last", 2);
            Rig.update(connection, "DELETE FROM t WHERE id = ?", 3);
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 3, "again");
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 4, "born");
            Rig.update(connection, "INSERT INTO pair (x, y, a) VALUES (?, ?, ?)", 1, "y", "a");
            connection.commit();
        }
        verifyEqual();
        assertThat(rig.movex().metrics().get(Metric.IMAGES)).isEqualTo(4);
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id"))
                .containsExactly("first!", "last", "again", "born");
    }

    @Test
    void batchesOfAllKinds() throws SQLException {
        try (Connection connection = rig.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, a, n) VALUES (?, ?, ?)");
                PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n + ? WHERE id >= ?");
                PreparedStatement rename = connection.prepareStatement("UPDATE t SET id = ? WHERE id = ?");
                Statement texts = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 10; i < 60; i++) {
                Rig.bind(insert, i, "x" + i, i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(50).containsOnly(1);
            assertThat(insert.executeBatch()).isEmpty();
            Rig.bind(update, 1, 55);
            update.addBatch();
            Rig.bind(update, 2, 1000);
            update.addBatch();
            assertThat(update.executeLargeBatch()).containsExactly(5L, 0L);
            Rig.bind(rename, 70, 10);
            rename.addBatch();
            Rig.bind(rename, 71, 11);
            rename.addBatch();
            assertThat(rename.executeBatch()).containsExactly(1, 1);
            texts.addBatch("DELETE FROM t WHERE id = 20");
            texts.addBatch("UPDATE t SET a = upper(a) WHERE id < 30");
            texts.addBatch("CREATE TEMP TABLE scratch (id int)");
            assertThat(texts.executeBatch()).containsExactly(1, 20, 0);
            connection.commit();
        }
        verifyEqual();
    }

    @Test
    void longRunsOfOneStatementTravelAsABatch() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            for (int i = 100; i < 300; i++) {
                Rig.update(connection, "INSERT INTO t (id, a, n) VALUES (?, ?, ?)", i, "x", i);
                if (i % 50 == 0) {
                    Rig.update(connection, "UPDATE t SET a = ? WHERE id = ? -- comment", "y", i);
                }
            }
            connection.commit();
        }
        verifyEqual();
    }

    @Test
    void ofABatchThatFailsHalfWayTheAcceptedPartIsMirrored() throws SQLException {
        try (Connection connection = rig.connect();
                Statement texts = connection.createStatement()) {
            texts.addBatch("INSERT INTO t (id, a) VALUES (4, 'd')");
            texts.addBatch("INSERT INTO t (id, a) VALUES (1, 'twice')");
            texts.addBatch("INSERT INTO t (id, a) VALUES (5, 'e')");
            assertThatThrownBy(texts::executeBatch)
                    .isInstanceOfSatisfying(
                            BatchUpdateException.class,
                            e -> assertThat(e.getUpdateCounts()).containsExactly(1));
            PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, a) VALUES (?, ?)");
            for (int id : List.of(6, 1, 7)) {
                Rig.bind(insert, id, "x");
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
        verifyEqual();
        assertThat(rig.rows(Side.DST, "SELECT id FROM t ORDER BY 1")).containsExactly("1", "2", "3", "4");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCameAfterASavepointIsDropped(boolean asText) throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "kept", 1);
            Savepoint savepoint = null;
            if (asText) {
                Rig.execute(connection, "SAVEPOINT \"Here\"");
            } else {
                savepoint = connection.setSavepoint("Here");
            }
            Rig.update(connection, "UPDATE t SET a = a || ? WHERE id = ?", "dropped", 2);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "dropped", 1);
            assertThatThrownBy(() -> Rig.update(connection, "INSERT INTO t (id) VALUES (?)", 3))
                    .isInstanceOf(SQLException.class);
            if (asText) {
                Rig.execute(connection, "ROLLBACK TO SAVEPOINT \"Here\"");
            } else {
                connection.rollback(savepoint);
            }
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "after", 3);
            connection.commit();
        }
        verifyEqual();
        assertThat(rig.movex().metrics().get(Metric.IMAGES)).isZero();
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("kept", "b", "after");
    }

    @Test
    void transactionControlAsText() throws SQLException {
        try (Connection connection = rig.connect()) {
            Rig.execute(connection, "BEGIN");
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "x", 1);
            assertThat(rig.rows(Side.SRC, "SELECT a FROM t WHERE id = 1")).containsExactly("a");
            Rig.execute(connection, "COMMIT");
            assertThat(rig.rows(Side.SRC, "SELECT a FROM t WHERE id = 1")).containsExactly("x");
            Rig.execute(connection, "START TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE");
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "y", 2);
            Rig.execute(connection, "ROLLBACK");
            Rig.update(connection, "UPDATE t SET n = n + ? WHERE id = ?", 1, 3);
        }
        verifyEqual();
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("x", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(
            value = Pattern.class,
            names = {"SRC_FIRST", "DST_FIRST"})
    void inHigherIsolationLevels(Pattern pattern) throws SQLException {
        rig.enter(pattern);
        for (int level : List.of(Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE)) {
            try (Connection connection = rig.connect()) {
                connection.setTransactionIsolation(level);
                connection.setAutoCommit(false);
                Rig.update(connection, "UPDATE t SET a = ?, n = ? WHERE id = ?", "x", level, 1);
                Rig.update(connection, "UPDATE t SET n = n + 1");
                connection.commit();
                assertThat(connection.getTransactionIsolation()).isEqualTo(level);
            }
        }
        verifyEqual();
    }

    @Test
    void rowsThatTheCopierHasNotBroughtYetArriveAsImages() throws SQLException {
        Rig.execute(rig.pair().dst(), "DELETE FROM t");
        rig.enter(Pattern.SRC_FIRST, java.util.Set.of());
        rig.run("UPDATE t SET a = ? WHERE id = ?", "x", 1);
        rig.run("UPDATE t SET n = n + 1 WHERE id = ?", 2);
        rig.close();
        assertThat(rig.rows(Side.DST, "SELECT * FROM t ORDER BY id")).containsExactly("1|x|1", "2|b|3");
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    private void verifyEqual() throws SQLException {
        rig.close();
        for (String table : List.of("t", "pair", "odd", "kinds", "gen")) {
            String sql = "SELECT * FROM " + table + " ORDER BY 1, 2";
            assertThat(rig.rows(Side.DST, sql)).as(table).isEqualTo(rig.rows(Side.SRC, sql));
        }
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_FAILURES)).isZero();
        assertThat(rig.journal(rig.movex().member().assignment().pattern().primary()))
                .isEmpty();
        assertThat(rig.movex().member().openTransactions()).isEmpty();
    }
}
