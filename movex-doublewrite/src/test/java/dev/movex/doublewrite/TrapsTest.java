package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traps of JDBC itself: parameters, objects of one connection, ways around the mirror. See docs/traps.md. */
@RealPostgres
class TrapsTest {
    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withAck(Ack.BOTH),
                Steps.NONE,
                "CREATE TABLE t (id int PRIMARY KEY, a text)",
                "CREATE TABLE v (id int PRIMARY KEY, b bytea, c text, n int[], at timestamp, x xml)");
        rig.enter(Pattern.SRC_FIRST);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void verifyEqual(int rows) throws SQLException {
        for (String table : List.of("t", "v")) {
            String all = "SELECT r::text FROM " + table + " r ORDER BY 1";
            assertThat(rig.rows(Side.DST, all)).isEqualTo(rig.rows(Side.SRC, all));
        }
        assertThat(rig.rows(Side.DST, "SELECT id FROM t UNION ALL SELECT id FROM v"))
                .hasSize(rows);
        assertThat(rig.movex().metrics().get(Metric.JOURNALED)).isZero();
    }

    @Test
    void streamsAreReadOnceAndReachBothDatabases() throws SQLException {
        byte[] large = new byte[Spool.IN_MEMORY * 2 + 7];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        String text = "ä𝄞x".repeat(Spool.IN_MEMORY / 4);
        InputStream longer = new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5});
        try (Connection connection = rig.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO v (id, b, c) VALUES (?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setBinaryStream(2, new ByteArrayInputStream(large), large.length);
            insert.setCharacterStream(3, new StringReader(text));
            insert.addBatch();
            insert.setInt(1, 2);
            insert.setBinaryStream(2, longer, 3);
            insert.setString(3, null);
            insert.addBatch();
            insert.executeBatch();
        }
        verifyEqual(2);
        assertThat(rig.rows(Side.DST, "SELECT length(b), length(c) FROM v ORDER BY id"))
                .containsExactly(large.length + "|" + text.codePointCount(0, text.length()), "3|null");
        assertThat(longer)
                .as("what lies beyond the length is the application's")
                .hasBinaryContent(new byte[] {4, 5});
        assertThat(rig.movex().metrics().get(Metric.REPLAYED_STATEMENTS)).isEqualTo(2);
    }

    @Test
    void parametersSurviveABatchAndLaterOnesReplaceEarlierOnes() throws SQLException {
        try (Connection connection = rig.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, a) VALUES (?, ?)")) {
            insert.setString(2, "kept");
            insert.setInt(1, 1);
            insert.addBatch();
            insert.setInt(1, 2);
            insert.addBatch();
            insert.setInt(1, 9);
            insert.setInt(1, 3);
            insert.setString(2, "replaced");
            insert.addBatch();
            insert.executeBatch();
        }
        verifyEqual(3);
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("kept", "kept", "replaced");
    }

    @Test
    void whatIsChangedAfterItWasSetIsNotChangedInTheDatabases() throws SQLException {
        byte[] bytes = {1, 2};
        Integer[] numbers = {1, 2};
        Timestamp at = Timestamp.valueOf("2024-02-29 10:00:00");
        try (Connection connection = rig.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO v (id, b, n, at) VALUES (?, ?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setBytes(2, bytes);
            Array array = connection.createArrayOf("int4", numbers);
            insert.setArray(3, array);
            insert.setTimestamp(4, at);
            bytes[0] = 9;
            numbers[0] = 9;
            at.setTime(0);
            insert.executeUpdate();
        }
        verifyEqual(1);
        assertThat(rig.rows(Side.DST, "SELECT b::text, n, at FROM v"))
                .containsExactly("\\x0102|{1,2}|2024-02-29 10:00:00");
    }

    @Test
    void objectsOfOneConnectionAreMadeAnewOnTheOther() throws SQLException {
        rig.run("INSERT INTO v (id, n) VALUES (1, '{1,2}')");
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO v (id, n, x) VALUES (?, ?, ?)")) {
            ResultSet rows = statement.executeQuery("SELECT n FROM v");
            rows.next();
            SQLXML xml = connection.createSQLXML();
            xml.setString("<a>ä</a>");
            insert.setInt(1, 2);
            insert.setArray(2, rows.getArray(1));
            insert.setSQLXML(3, xml);
            insert.executeUpdate();
        }
        verifyEqual(2);
        assertThat(rig.rows(Side.DST, "SELECT n, x FROM v WHERE id = 2")).containsExactly("{1,2}|<a>ä</a>");
    }

    @Test
    void noObjectLeadsToTheDriversConnection() throws SQLException {
        rig.run("INSERT INTO v (id, n) VALUES (1, '{1,2}')");
        try (Connection connection = rig.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT n FROM v");
                ResultSet rows = statement.executeQuery()) {
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(connection.getMetaData().getTables(null, null, "v", null).getStatement())
                    .isNull();
            rows.next();
            ResultSet elements = rows.getArray(1).getResultSet();
            assertThat(elements.getStatement()).isSameAs(statement);
            connection.setAutoCommit(false);
            try (Statement cursor = connection.createStatement()) {
                cursor.execute("DECLARE c CURSOR FOR SELECT id FROM v");
                ResultSet reference = cursor.executeQuery("SELECT 'c'::refcursor");
                reference.next();
                ResultSet inner = (ResultSet) reference.getObject(1);
                assertThat(inner.getStatement()).isSameAs(cursor);
                assertThat(inner.next()).isTrue();
            }
            connection.rollback();
        }
    }

    @Test
    void aResultThatWasOpenedBeforeTheChangeOfPatternChangesNoRows() throws SQLException {
        rig.enter(Pattern.SRC_ONLY);
        rig.run("INSERT INTO t (id, a) VALUES (1, 'x')");
        try (Connection connection = rig.connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = statement.executeQuery("SELECT id, a FROM t")) {
            rows.next();
            rows.updateString("a", "y");
            rig.enter(Pattern.SRC_FIRST);
            assertThatThrownBy(rows::updateRow).hasMessageContaining("result set");
            assertThatThrownBy(() -> rows.updateString("a", "z")).hasMessageContaining("result set");
        }
        assertThat(rig.rows(Side.SRC, "SELECT a FROM t")).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t WHERE id = 1 FOR UPDATE",
                "SELECT a FROM t FOR UPDATE SKIP LOCKED",
                "SELECT a FROM t FOR SHARE NOWAIT",
                "SELECT pg_advisory_xact_lock(7)",
                "SELECT set_config('work_mem', '5MB', true)"
            })
    void locksAndSessionStateStayOnThePrimary(String sql) throws SQLException {
        Rig.execute(rig.pair().src(), "INSERT INTO t VALUES (1, 'x')");
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(rig.rows(
                            Side.DST,
                            "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname ="
                                    + " current_database() WHERE l.locktype IN ('advisory', 'relation', 'tuple')"
                                    + " AND l.pid <> pg_backend_pid()"))
                    .isEmpty();
            connection.commit();
        }
        assertThat(rig.movex().metrics().get(Metric.DUAL_TRANSACTIONS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_advisory_lock(7)",
                "SELECT nextval('counter')",
                "INSERT INTO free_counted DEFAULT VALUES",
                "WITH i AS (INSERT INTO free_counted DEFAULT VALUES) SELECT 1",
                "DECLARE held CURSOR WITH HOLD FOR SELECT 1",
                "SELECT set_config('work_mem', '5MB', false)"
            })
    void whatLivesInASessionKeepsItsConnection(String sql) throws SQLException {
        Rig.execute(
                rig.pair().src(),
                "CREATE SEQUENCE IF NOT EXISTS counter",
                "CREATE TABLE IF NOT EXISTS free_counted (id bigserial PRIMARY KEY)");
        String session = "SELECT pg_backend_pid()";
        try (Connection connection = rig.connect()) {
            // the pool opens a connection each time
            assertThat(Rig.texts(connection, session)).isNotEqualTo(Rig.texts(connection, session));
            Rig.execute(connection, sql);
            assertThat(Rig.texts(connection, session)).isEqualTo(Rig.texts(connection, session));
        }
    }

    @Test
    void writesThroughExecuteQueryAreMirroredOrRefused() throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement
                            .executeQuery("INSERT INTO t VALUES (1, 'x') RETURNING id")
                            .next())
                    .isTrue();
            try (ResultSet made = statement.executeQuery("WITH made AS (INSERT INTO t VALUES (2, 'x') RETURNING id)"
                    + " INSERT INTO t SELECT id + 1, 'y' FROM made RETURNING id")) {
                assertThat(made.getMetaData().getColumnCount()).isEqualTo(1);
                assertThat(made.next()).isTrue();
                assertThat(made.getInt("id")).isEqualTo(3);
                assertThat(made.next()).isFalse();
            }
            assertThatThrownBy(() -> statement.executeQuery(
                            "WITH made AS (UPDATE t SET id = 9 RETURNING id)" + " SELECT id FROM made"))
                    .hasMessageContaining("refused while two databases are written")
                    .hasMessageContaining("statement of its own");
        }
        verifyEqual(3);
    }

    @Test
    void aKeyThatIsChangedIsTwoDirtyKeys() throws SQLException {
        rig.run("INSERT INTO t (id, a) VALUES (1, 'x')");
        rig.run("UPDATE t SET id = 2 WHERE id = 1");
        verifyEqual(1);
        assertThat(rig.rows(Side.DST, "SELECT id, a FROM t")).containsExactly("2|x");
    }

    @Test
    void aTransactionReadsWhatItHasWritten() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 1, "mine");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT a FROM t WHERE id = 1")) {
                assertThat(rows.next()).isTrue();
                rig.raise(Pattern.SRC_FIRST);
                assertThat(rows.getString(1)).isEqualTo("mine");
            }
            connection.rollback();
        }
    }
}
