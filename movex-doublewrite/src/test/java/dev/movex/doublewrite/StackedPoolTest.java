package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections and statements of the application outlive changes of pattern and hold a physical connection only in use. */
@RealPostgres
class StackedPoolTest {
    private static final List<Pattern> TOUR = List.of(
            Pattern.SRC_ONLY,
            Pattern.SRC_FIRST,
            Pattern.DST_FIRST,
            Pattern.DST_ONLY,
            Pattern.DST_FIRST,
            Pattern.SRC_FIRST,
            Pattern.SRC_ONLY);

    private HikariDataSource source;
    private HikariDataSource target;
    private Rig rig;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        source = Rig.pool(pair.src(), 4);
        target = Rig.pool(pair.dst(), 4);
        rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withAck(Ack.BOTH),
                Steps.NONE,
                source,
                target,
                "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
                "INSERT INTO t VALUES (1, 'start')",
                "CREATE SCHEMA other");
    }

    @AfterEach
    void close() {
        rig.close();
        source.close();
        target.close();
    }

    @Test
    void aConnectionAndItsStatementsLiveThroughAllPatterns() throws SQLException {
        try (Connection connection = rig.connect();
                PreparedStatement update = connection.prepareStatement("UPDATE t SET a = ? WHERE id = ?");
                PreparedStatement select = connection.prepareStatement("SELECT a FROM t WHERE id = ?")) {
            for (boolean autoCommit : List.of(true, false)) {
                connection.setAutoCommit(autoCommit);
                for (Pattern pattern : TOUR) {
                    rig.enter(pattern);
                    String value = pattern + " " + autoCommit;
                    Rig.bind(update, value, 1);
                    assertThat(update.executeUpdate()).isEqualTo(1);
                    select.setInt(1, 1);
                    try (ResultSet rows = select.executeQuery()) {
                        rows.next();
                        assertThat(rows.getString(1)).isEqualTo(value);
                    }
                    if (!autoCommit) {
                        connection.commit();
                    }
                    verifyValue(pattern, value);
                }
            }
        }
    }

    private void verifyValue(Pattern pattern, String value) throws SQLException {
        assertThat(rig.rows(pattern.primary(), "SELECT a FROM t")).containsExactly(value);
        if (pattern.dual()) {
            assertThat(rig.rows(pattern.secondary(), "SELECT a FROM t")).containsExactly(value);
        }
        // finished journal rows are removed on connections of the same pools
        Awaitility.await().until(() -> inUse(Side.SRC) + inUse(Side.DST) == 0);
    }

    private int inUse(Side side) {
        return (side == Side.SRC ? source : target).getHikariPoolMXBean().getActiveConnections();
    }

    @Test
    void settingsOfTheSessionGoWithIt() throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setReadOnly(true);
            connection.setSchema("other");
            connection.setClientInfo("ApplicationName", "teller");
            connection.setAutoCommit(false);
            statement.setQueryTimeout(7);
            for (Pattern pattern : TOUR) {
                rig.enter(pattern);
                assertThat(show(statement, "transaction_isolation")).isEqualTo("serializable");
                assertThat(show(statement, "transaction_read_only")).isEqualTo("on");
                assertThat(show(statement, "search_path")).contains("other");
                assertThat(show(statement, "application_name")).isEqualTo("teller");
                assertThat(statement.getQueryTimeout()).isEqualTo(7);
                connection.commit();
            }
        }
        for (HikariDataSource pool : List.of(source, target)) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(show(statement, "transaction_isolation")).isEqualTo("read committed");
                assertThat(show(statement, "search_path")).doesNotContain("other");
                assertThat(show(statement, "application_name")).doesNotContain("teller");
            }
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void whatASessionSetAsTextIsThereInItsNextTransaction() throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'mine'");
            statement.execute("CREATE TEMP TABLE scratch (id int)");
            statement.execute("INSERT INTO scratch VALUES (1)");
            assertThat(show(statement, "application_name")).isEqualTo("mine");
            assertThat(inUse(Side.SRC)).isEqualTo(1);
        }
        assertThat(inUse(Side.SRC)).isZero();
    }

    @Test
    void aResultKeepsItsPhysicalConnectionUntilItIsClosed() throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT a FROM t");
            assertThat(inUse(Side.SRC)).isEqualTo(1);
            rows.next();
            rows.close();
            assertThat(inUse(Side.SRC)).isZero();
            ResultSet tables = connection.getMetaData().getTables(null, "public", "t", null);
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("t");
            tables.close();
            assertThat(inUse(Side.SRC)).isZero();
            assertThat(connection.isValid(1)).isTrue();
            assertThat(inUse(Side.SRC)).isZero();
        }
    }

    @Test
    void namesAreThoseOfTheSchemaInForce() throws SQLException {
        Rig.execute(rig.pair().src(), "CREATE TABLE other.t (id bigint PRIMARY KEY, a text)");
        rig.enter(Pattern.SRC_FIRST);
        try (Connection connection = rig.connect()) {
            connection.setSchema("other");
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 5, "not planned");
            connection.setSchema("public");
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 6, "planned");
            Rig.execute(connection, "SET search_path TO other");
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 7, "not planned");
        }
        rig.close();
        assertThat(rig.rows(Side.SRC, "SELECT id FROM other.t")).containsExactly("5", "7");
        assertThat(rig.rows(Side.DST, "SELECT id FROM t ORDER BY 1")).containsExactly("1", "6");
    }

    @Test
    void aPoolOnTopUnderLoadAndPatternsThatChange() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (HikariDataSource upper = Rig.pool(rig.movex(), 3)) {
            List<Background> writers =
                    List.of(Background.run(() -> write(upper, 1, stop)), Background.run(() -> write(upper, 2, stop)));
            for (Pattern pattern :
                    List.of(Pattern.SRC_FIRST, Pattern.DST_FIRST, Pattern.SRC_FIRST, Pattern.DST_FIRST)) {
                change(pattern);
            }
            stop.set(true);
            for (Background writer : writers) {
                writer.join();
            }
        }
        rig.close();
        assertThat(rig.rows(Side.SRC, "SELECT count(*), max(id) FROM t"))
                .isEqualTo(rig.rows(Side.DST, "SELECT count(*), max(id) FROM t"));
        assertThat(rig.journal(Side.SRC)).isEmpty();
        assertThat(rig.journal(Side.DST)).isEmpty();
    }

    private static void write(HikariDataSource upper, int writer, AtomicBoolean stop) throws SQLException {
        for (int i = 1; !stop.get(); i++) {
            try (Connection connection = upper.getConnection()) {
                connection.setAutoCommit(i % 2 == 0);
                Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", i * 10 + writer, "x");
                Rig.update(connection, "UPDATE t SET a = a || ? WHERE id = ?", "y", i * 10 + writer);
                if (i % 2 != 0) {
                    connection.commit();
                }
            }
        }
    }

    /** As the coordinator does it: hold, drain, raise both sides, go on. No call fails. */
    private void change(Pattern pattern) throws Exception {
        MovexMember member = rig.movex().member();
        member.hold(Duration.ofSeconds(30));
        assertThat(member.awaitDrained(Long.MAX_VALUE, Duration.ofSeconds(10))).isTrue();
        if (member.assignment().pattern().dual()) {
            Side old = member.assignment().pattern().primary();
            Awaitility.await().until(() -> rig.journal(old).isEmpty());
        } else {
            // writes so far are the source's alone
            Rig.execute(rig.pair().dst(), "TRUNCATE t");
            Rig.execute(rig.pair().src(), "TRUNCATE t");
        }
        rig.enter(pattern);
        long before = committed();
        Awaitility.await().until(() -> committed() > before + 10);
    }

    private long committed() {
        return rig.movex().metrics().getOrDefault(Metric.MIRRORED, 0L);
    }
}
