package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.doublewrite.sql.StatementClass;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** What can't be mirrored is refused while two databases are written, with reason and way out, and runs as always before. */
@RealPostgres
class DeniedTest {
    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        rig = Rig.open(
                pair,
                "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
                "CREATE TABLE p (id bigint PRIMARY KEY)",
                "CREATE TABLE c (id bigint PRIMARY KEY, p bigint REFERENCES p ON DELETE CASCADE)",
                "CREATE TABLE free_log (id bigserial, a text)",
                "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS 'SELECT i * 2'");
        Rig.execute(pair.src(), "INSERT INTO t VALUES (1, 'x')");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (id int)",
                "ALTER TABLE t ADD b int",
                "TRUNCATE t",
                "LOCK TABLE t",
                "DO $$ BEGIN DELETE FROM t; END $$",
                "WITH d AS (UPDATE t SET id = id + 1, a = 'geheim' RETURNING id) SELECT count(*) FROM d",
                "UPDATE t SET a = 'geheim'; SELECT 1",
                "EXPLAIN ANALYZE DELETE FROM t",
                "SELECT * INTO x FROM t",
                "MERGE INTO t USING (SELECT 1 AS id) s ON s.id = t.id WHEN MATCHED THEN UPDATE SET id = 2, a = 'geheim'",
            })
    void refusedWhileTwoDatabasesAreWritten(String sql) throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!sql.startsWith("LOCK")) {
                statement.execute(sql);
            }
            connection.rollback();
        }
        rig.enter(Pattern.SRC_FIRST);
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLFeatureNotSupportedException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
                    .hasMessageContaining(sql.substring(0, 2))
                    .hasMessageContaining("src_only")
                    .hasMessageNotContaining("geheim");
        }
        assertThat(rig.movex().audit().entries().get(0).kind()).isEqualTo(StatementClass.DENIED);
        assertThat(rig.rows(Side.SRC, "SELECT * FROM t")).containsExactly("1|x");
    }

    @Test
    void theAuditSaysBeforehandWhatWouldBeRefused() throws SQLException {
        rig.run("UPDATE t SET a = ? WHERE id = ?", "y", 1);
        rig.run("UPDATE t SET a = ? WHERE id = ?", "z", 1);
        rig.run("UPDATE t SET a = 'geheim'");
        rig.run("CREATE TABLE x (id int)");
        SqlAudit audit = rig.movex().audit();
        assertThat(audit.denied())
                .singleElement()
                .satisfies(e -> assertThat(e.sql()).isEqualTo("CREATE TABLE x (id int)"));
        assertThat(audit.entries())
                .extracting(SqlAudit.Entry::kind)
                .containsExactly(StatementClass.DENIED, StatementClass.IMAGE, StatementClass.REPLAY);
        assertThat(audit.entries()).extracting(SqlAudit.Entry::count).containsExactly(1L, 1L, 2L);
        assertThat(audit.entries()).extracting(SqlAudit.Entry::sql).contains("UPDATE t SET a = ?");
        assertThat(audit.entries().get(2).tables()).containsExactly("public.t");
        assertThat(audit.shares().get(StatementClass.REPLAY)).isEqualTo(0.5);
    }

    @Test
    void callsRunWhileOneDatabaseIsWritten() throws SQLException {
        try (Connection connection = rig.connect();
                CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(2, 21);
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(42);
            rig.enter(Pattern.SRC_FIRST);
            assertThatThrownBy(call::execute).hasMessageContaining("procedure");
        }
    }

    @Test
    void theDriversOwnObjectsAreGivenWhileOneDatabaseIsWritten() throws Exception {
        try (Connection connection = rig.connect()) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            PGConnection driver = connection.unwrap(PGConnection.class);
            assertThat(driver.getCopyAPI().copyIn("COPY t FROM STDIN", new java.io.StringReader("2\ty\n")))
                    .isEqualTo(1);
            assertThat(rig.movex().member().openTransactions()).hasSize(1);
        }
        assertThat(rig.movex().member().openTransactions()).isEmpty();
        rig.enter(Pattern.SRC_FIRST);
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isFalse();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThatThrownBy(() -> connection.unwrap(PGConnection.class)).hasMessageContaining("past the mirror");
            assertThatThrownBy(() -> statement.unwrap(PGStatement.class)).hasMessageContaining("past the mirror");
            assertThat(rig.movex().member().openTransactions()).isEmpty();
        }
    }

    @Test
    void rowsAreNotChangedThroughResults() throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            change(statement, "y");
            assertThat(rig.rows(Side.SRC, "SELECT a FROM t")).containsExactly("y");
            rig.enter(Pattern.SRC_FIRST);
            assertThatThrownBy(() -> change(statement, "z")).hasMessageContaining("result set");
        }
    }

    private static void change(Statement statement, String value) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT id, a FROM t")) {
            rows.next();
            rows.updateString("a", value);
            rows.updateRow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE v SET a = 'y'",
                "INSERT INTO inherited (id, a) VALUES (9, 'y')",
                "WITH d AS (DELETE FROM v RETURNING id), e AS (DELETE FROM free_none) SELECT id FROM d",
                "DELETE FROM ruled",
                "COPY inherited FROM STDIN",
                "TRUNCATE inherited"
            })
    void otherNamesOfPlannedRows(String sql) throws SQLException {
        Rig.execute(
                rig.pair().src(),
                "CREATE VIEW v AS SELECT * FROM t",
                "CREATE TABLE inherited () INHERITS (t)",
                "CREATE TABLE ruled (id int)",
                "CREATE RULE r AS ON DELETE TO ruled DO ALSO DELETE FROM t");
        rig.enter(Pattern.SRC_FIRST);
        assertThatThrownBy(() -> rig.run(sql)).hasMessageContaining("refused while two databases");
    }

    @Test
    void aTemporaryTableMayHideAPlannedOne() throws SQLException {
        rig.enter(Pattern.SRC_FIRST);
        try (Connection connection = rig.connect()) {
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 2, "planned");
            Rig.execute(connection, "CREATE TEMP TABLE t (id int, a text)");
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 3, "temporary");
            Rig.update(connection, "INSERT INTO public.t (id, a) VALUES (?, ?)", 4, "planned");
            Rig.execute(connection, "DROP TABLE t");
        }
        rig.close();
        assertThat(rig.rows(Side.DST, "SELECT id FROM t ORDER BY 1")).containsExactly("2", "4");
    }

    @Test
    void tablesOutsideThePlanAreNotMirrored() throws SQLException {
        rig.enter(Pattern.SRC_FIRST);
        rig.run("INSERT INTO free_log (a) VALUES (?)", "x");
        assertThat(rig.rows(Side.SRC, "SELECT a FROM free_log")).containsExactly("x");
        assertThat(rig.rows(Side.DST, "SELECT a FROM free_log")).isEmpty();
        assertThat(rig.movex().metrics().get(Metric.DUAL_TRANSACTIONS)).isZero();
    }
}
