package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every pair of databases: both sides are the same after every statement, of whatever kind. */
abstract class PairContract {
    private Rig rig;
    private Words source;
    private Words target;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        source = Words.of(pair.source());
        target = Words.of(pair.target());
        Rig.execute(pair.src(), source.tables());
        Rig.execute(pair.dst(), target.tables());
        rig = Rig.opened(
                pair,
                DoubleWriteConfig.of("m1").withAck(Ack.BOTH),
                Steps.NONE,
                pool(pair.source()),
                pool(pair.target()));
        rig.enter(Pattern.SRC_FIRST);
        // counters of the secondary count on their own
        Rig.execute(pair.src(), "INSERT INTO gen (a) VALUES ('gap'), ('gap')", "DELETE FROM gen");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Returns what the application's connections to a database come from. */
    DataSource pool(Database database) {
        return database.dataSource();
    }

    final Rig rig() {
        return rig;
    }

    final Words words() {
        return source;
    }

    @TestFactory
    List<DynamicTest> statementsAsText() {
        return source.writes().stream()
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    fresh();
                    try (Connection connection = rig.connect();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                    verifyEqual();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> statementsInTransactionsAtHigherIsolation() {
        return source.writes().stream()
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    fresh();
                    try (Connection connection = rig.connect();
                            Statement statement = connection.createStatement()) {
                        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                        connection.setAutoCommit(false);
                        statement.executeQuery("SELECT a FROM t").close();
                        statement.execute(sql);
                        Rig.update(connection, "UPDATE t SET n = ? WHERE id = ?", 99, 2);
                        connection.commit();
                    }
                    verifyEqual();
                }))
                .toList();
    }

    @Test
    void plainWritesByKeyAreRepeatedBetweenEqualsAndImagesBetweenOthers() throws SQLException {
        rig.run("INSERT INTO t (id, a, n) VALUES (?, ?, ?)", 1, "ä'\\", 1);
        rig.run("UPDATE t SET a = ?, n = NULL WHERE id = ?", "x", 1);
        rig.run("INSERT INTO gen (a) VALUES (?)", "g");
        rig.run("DELETE FROM t WHERE id = ?", 1);
        verifyEqual();
        boolean equals = source.kind() == target.kind();
        assertThat(rig.movex().metrics().get(Metric.REPLAYED_STATEMENTS)).isEqualTo(equals ? 4 : 0);
        assertThat(rig.movex().metrics().get(Metric.IMAGES)).isEqualTo(equals ? 0 : 4);
    }

    @Test
    void generatedKeysInAllTheWaysOfAskingForThem() throws SQLException {
        String sql = "INSERT INTO gen (a) VALUES (?)";
        List<Long> keys = new ArrayList<>();
        try (Connection connection = rig.connect();
                PreparedStatement all = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
                PreparedStatement named = connection.prepareStatement(sql, new String[] {"id"});
                PreparedStatement two =
                        connection.prepareStatement(sql + ", ('two')", Statement.RETURN_GENERATED_KEYS);
                Statement text = connection.createStatement()) {
            all.setString(1, "all");
            assertThat(all.executeUpdate()).isEqualTo(1);
            keys(all, keys);
            named.setString(1, "named");
            named.execute();
            keys(named, keys);
            two.setString(1, "one");
            assertThat(two.executeUpdate()).isEqualTo(2);
            keys(two, keys);
            text.executeUpdate("INSERT INTO gen (a) VALUES ('t')", Statement.RETURN_GENERATED_KEYS);
            keys(text, keys);
            for (String a : List.of("b1", "b2", "b3")) {
                all.setString(1, a);
                all.addBatch();
            }
            assertThat(all.executeBatch()).containsExactly(1, 1, 1);
            keys(all, keys);
        }
        assertThat(rig.rows(Side.SRC, "SELECT id FROM gen ORDER BY 1"))
                // a driver may tell the first key of several rows alone
                .containsAll(keys.stream().map(String::valueOf).toList())
                .hasSize(8);
        assertThat(keys).hasSizeBetween(7, 8).doesNotHaveDuplicates();
        verifyEqual();
    }

    private static void keys(Statement statement, List<Long> to) throws SQLException {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            while (keys.next()) {
                to.add(keys.getLong(1));
            }
        }
    }

    @Test
    void countsAreWhatTheDatabaseSays() throws SQLException {
        String upsert = source.postgres()
                ? "INSERT INTO %s (id, a) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a"
                : "INSERT INTO %s (id, a) VALUES (?, ?) ON DUPLICATE KEY UPDATE a = VALUES(a)";
        try (Connection connection = rig.connect();
                Connection plain = rig.pair().src().getConnection()) {
            for (String a : List.of("new", "other", "other")) {
                assertThat(Rig.update(connection, upsert.formatted("t"), 5, a))
                        .isEqualTo(Rig.update(plain, upsert.formatted("free_t"), 5, a));
            }
            for (String a : List.of("x", "x")) {
                assertThat(Rig.update(connection, "UPDATE t SET a = ? WHERE a LIKE 'o%' OR a = 'x'", a))
                        .isEqualTo(Rig.update(plain, "UPDATE free_t SET a = ? WHERE a LIKE 'o%' OR a = 'x'", a));
            }
            assertThat(Rig.update(connection, "UPDATE t SET a = ? WHERE id = ? AND a = ?", "y", 5, "gone"))
                    .isZero();
            assertThat(Rig.update(connection, "DELETE FROM t WHERE id = ?", 5)).isEqualTo(1);
        }
        verifyEqual();
    }

    @Test
    void batchesOfAllKinds() throws SQLException {
        fresh();
        try (Connection connection = rig.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, a, n) VALUES (?, ?, ?)");
                PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n + ? WHERE n >= ?");
                PreparedStatement rename = connection.prepareStatement("UPDATE t SET id = ? WHERE id = ?");
                PreparedStatement counted = connection.prepareStatement("INSERT INTO gen (a) VALUES (?)");
                PreparedStatement parents = connection.prepareStatement("DELETE FROM parent WHERE id = ?");
                Statement texts = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 10; i < 40; i++) {
                Rig.bind(insert, i, "x" + i, i);
                insert.addBatch();
                counted.setString(1, "c" + i);
                counted.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(30).containsOnly(1);
            assertThat(counted.executeBatch()).hasSize(30).containsOnly(1);
            Rig.bind(update, 1, 35);
            update.addBatch();
            Rig.bind(update, 2, 1000);
            update.addBatch();
            assertThat(update.executeLargeBatch()).containsExactly(5L, 0L);
            Rig.bind(rename, 70, 10);
            rename.addBatch();
            Rig.bind(rename, 71, 11);
            rename.addBatch();
            assertThat(rename.executeBatch()).containsExactly(1, 1);
            parents.setInt(1, 1);
            parents.addBatch();
            parents.setInt(1, 2);
            parents.addBatch();
            assertThat(parents.executeBatch()).containsExactly(1, 1);
            texts.addBatch("DELETE FROM t WHERE id = 20");
            texts.addBatch("UPDATE t SET a = upper(a) WHERE id < 30");
            assertThat(texts.executeBatch()).hasSize(2);
            connection.commit();
        }
        verifyEqual();
        assertThat(rig.rows(Side.SRC, "SELECT id FROM child")).isEmpty();
    }

    @Test
    void whatCameAfterASavepointIsDropped() throws SQLException {
        fresh();
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "kept", 1);
            Rig.execute(connection, "SAVEPOINT here");
            Rig.update(connection, "UPDATE t SET a = ? WHERE n > ?", "dropped", 1);
            Rig.execute(connection, "ROLLBACK TO SAVEPOINT here");
            Savepoint savepoint = connection.setSavepoint();
            Rig.update(connection, "DELETE FROM parent");
            connection.rollback(savepoint);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "after", 3);
            connection.commit();
        }
        verifyEqual();
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("kept", "b", "after");
    }

    @Test
    void transactionControlAsText() throws SQLException {
        fresh();
        try (Connection connection = rig.connect()) {
            Rig.execute(connection, "BEGIN");
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "x", 1);
            assertThat(rig.rows(Side.SRC, "SELECT a FROM t WHERE id = 1")).containsExactly("a");
            Rig.execute(connection, "COMMIT");
            assertThat(rig.rows(Side.SRC, "SELECT a FROM t WHERE id = 1")).containsExactly("x");
            Rig.execute(connection, "START TRANSACTION READ WRITE");
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "y", 2);
            Rig.execute(connection, "ROLLBACK");
        }
        verifyEqual();
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("x", "b", "c");
    }

    @Test
    void settingsOfTheSessionDecideOnThePrimaryAlone() throws SQLException {
        try (Connection connection = rig.connect()) {
            Rig.execute(
                    connection, source.postgres() ? "SET TIME ZONE 'America/New_York'" : "SET time_zone = '-05:00'");
            Rig.update(
                    connection, "INSERT INTO stamped (id, a, at, r) VALUES (1, 'x', '2026-01-02 03:04:05.678901', 1)");
            Rig.update(connection, "UPDATE stamped SET r = ? WHERE id = ?", 0.1, 1);
            Rig.update(connection, "INSERT INTO stamped (id, a) VALUES (?, ?)", 2, "y");
            String zone = source.postgres() ? "SHOW TIME ZONE" : "SELECT @@time_zone";
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(zone)) {
                row.next();
                assertThat(row.getString(1)).isIn("America/New_York", "-05:00");
            }
        }
        verifyEqual();
    }

    @TestFactory
    List<DynamicTest> whatCantBeMirroredIsRefused() {
        return source.denied().stream()
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    try (Connection connection = rig.connect();
                            Statement statement = connection.createStatement()) {
                        assertThatThrownBy(() -> statement.execute(sql))
                                .isInstanceOfSatisfying(
                                        SQLFeatureNotSupportedException.class,
                                        e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
                                .hasMessageContaining("src_only");
                    }
                }))
                .toList();
    }

    /** Empties the tables and fills them through Movex. */
    final void fresh() throws SQLException {
        for (String table : List.of(
                "grandchild", "child", "named", "parent", "t", "pair", "gen", "uniq", "stamped", "days", "texts")) {
            rig.run("DELETE FROM " + table);
        }
        for (String row : Words.ROWS) {
            rig.run(row);
        }
        verifyEqual();
    }

    final void verifyEqual() throws SQLException {
        List<String> there = target.queries();
        for (int i = 0; i < there.size(); i++) {
            String query = source.queries().get(i);
            assertThat(rig.rows(Side.DST, there.get(i))).as(query).isEqualTo(rig.rows(Side.SRC, query));
        }
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_FAILURES)).isZero();
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_MISMATCHES)).isZero();
        assertThat(rig.movex().member().openTransactions()).isEmpty();
    }
}
