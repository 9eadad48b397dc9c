package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds besides where the source is MySQL or MariaDB: what lives in its sessions is the application's. */
abstract class MySqlFamilyPairContract extends PairContract {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lastInsertIdIsTheApplications(boolean autoCommit) throws SQLException {
        fresh();
        try (Connection connection = rig().connect()) {
            connection.setAutoCommit(autoCommit);
            Rig.update(connection, "INSERT INTO gen (a) VALUES (?)", "x");
            if (!autoCommit) {
                connection.commit();
            }
            String id = rig().rows(Side.SRC, "SELECT id FROM gen WHERE a = 'x'").get(0);
            assertThat(ask(connection, "SELECT LAST_INSERT_ID()")).isEqualTo(id);
            Rig.update(connection, "UPDATE t SET a = ? WHERE n > ?", "y", 0);
            assertThat(ask(connection, "SELECT LAST_INSERT_ID()")).isEqualTo(id);
            Rig.execute(
                    connection,
                    "INSERT INTO uniq (mail) VALUES ('m1') ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), n = 7");
            if (!autoCommit) {
                connection.commit();
            }
            String met = rig().rows(Side.SRC, "SELECT id FROM uniq WHERE mail = 'm1'")
                    .get(0);
            assertThat(ask(connection, "SELECT LAST_INSERT_ID()")).isEqualTo(met);
        }
        verifyEqual();
    }

    @Test
    void variablesOfTheSessionStay() throws SQLException {
        fresh();
        try (Connection connection = rig().connect()) {
            Rig.execute(connection, "SET @a = 'from a variable'");
            Rig.execute(connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')");
            Rig.update(connection, "UPDATE \"t\" SET a = @a WHERE id = 1");
            Rig.update(connection, "UPDATE \"t\" SET a = ? WHERE id = 2", "plain");
            assertThat(ask(connection, "SELECT @@sql_mode")).contains("ANSI_QUOTES");
            assertThat(ask(connection, "SELECT @@foreign_key_checks")).isEqualTo("1");
        }
        verifyEqual();
        assertThat(rig().rows(Side.DST, "SELECT a FROM t ORDER BY id"))
                .containsExactly("from a variable", "plain", "c");
    }

    @Test
    void autoCommitAsText() throws SQLException {
        fresh();
        try (Connection connection = rig().connect()) {
            Rig.execute(connection, "SET autocommit = 0");
            assertThat(connection.getAutoCommit()).isFalse();
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "x", 1);
            assertThat(rig().rows(Side.SRC, "SELECT a FROM t WHERE id = 1")).containsExactly("a");
            Rig.execute(connection, "BEGIN");
            assertThat(rig().rows(Side.SRC, "SELECT a FROM t WHERE id = 1")).containsExactly("x");
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "y", 2);
            Rig.execute(connection, "ROLLBACK");
        }
        verifyEqual();
        assertThat(rig().rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("x", "b", "c");
    }

    @Test
    void keysThatTheCounterChoosesInBatchesOfUpserts() throws SQLException {
        fresh();
        String sql = "INSERT INTO uniq (mail, n) VALUES (?, ?) ON DUPLICATE KEY UPDATE n = VALUES(n)";
        try (Connection connection = rig().connect();
                PreparedStatement upsert = connection.prepareStatement(sql);
                PreparedStatement maybe = connection.prepareStatement("INSERT INTO gen (id, a) VALUES (?, ?)")) {
            for (String mail : List.of("m1", "m7", "m2", "m8")) {
                Rig.bind(upsert, mail, 70);
                upsert.addBatch();
            }
            assertThat(upsert.executeBatch()).hasSize(4);
            for (int i = 0; i < 5; i++) {
                maybe.setNull(1, Types.BIGINT);
                maybe.setString(2, "counted");
                maybe.addBatch();
            }
            Rig.bind(maybe, 900, "given");
            maybe.addBatch();
            assertThat(maybe.executeBatch()).hasSize(6);
        }
        verifyEqual();
        assertThat(rig().rows(Side.DST, "SELECT COUNT(*) FROM uniq WHERE n = 70"))
                .containsExactly("4");
    }

    @Test
    void valuesThatASessionReadsInItsZoneTravelAsImages() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(rig().pair().src());
        config.setMaximumPoolSize(2);
        config.setConnectionInitSql("SET time_zone = '-03:00'");
        try (HikariDataSource pool = new HikariDataSource(config);
                Rig zoned = Rig.opened(
                        rig().pair(),
                        DoubleWriteConfig.of("m2").withAck(Ack.BOTH),
                        Steps.NONE,
                        pool,
                        rig().pair().dst())) {
            zoned.enter(Pattern.SRC_FIRST);
            Timestamp at = Timestamp.valueOf("2026-01-02 03:04:05.678");
            zoned.run("INSERT INTO stamped (id, a, at, r) VALUES (?, ?, ?, ?)", 1, "x", at, 0.5);
        }
        verifyEqual();
    }

    @Test
    void aRowThatIsMetWithoutAChangeIsReadAsItIsNow() throws SQLException {
        fresh();
        try (Connection connection = rig().connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            assertThat(ask(connection, "SELECT a FROM t WHERE id = 1")).isEqualTo("a");
            rig().run("UPDATE t SET a = ? WHERE id = ?", "newer", 1);
            Rig.update(connection, "INSERT INTO t (id) VALUES (?) ON DUPLICATE KEY UPDATE id = t.id", 1);
            connection.commit();
        }
        verifyEqual();
        assertThat(rig().rows(Side.DST, "SELECT a FROM t WHERE id = 1")).containsExactly("newer");
    }

    @Test
    void aKeyThatIsCutIsNotGuessed() throws SQLException {
        fresh();
        try (Connection connection = rig().connect()) {
            Rig.execute(connection, "SET SESSION sql_mode = ''");
            assertThatThrownBy(() -> Rig.update(connection, "INSERT INTO pair (x, y) VALUES (?, ?)", 9999999999L, "k"))
                    .isInstanceOf(SQLException.class);
            Rig.update(connection, "INSERT INTO pair (x, y) VALUES (?, ?)", 99, "k");
        }
        verifyEqual();
        assertThat(rig().rows(Side.SRC, "SELECT x FROM pair WHERE y = 'k'")).containsExactly("99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE free_v SET a = 'y'",
                "DELETE FROM free_v",
                "INSERT INTO free_v (id, a) VALUES (9, 'y')",
                "UPDATE pair JOIN free_v v ON v.id = pair.x SET pair.a = 'x', v.a = 'y'"
            })
    void otherNamesOfPlannedRowsAreNoticed(String sql) throws SQLException {
        Rig.execute(rig().pair().src(), "CREATE VIEW free_v AS SELECT id, a FROM t");
        assertThatThrownBy(() -> rig().run(sql)).hasMessageContaining("refused while two databases");
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
