package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** MySQL's driver cancels by KILL QUERY, through another connection: when it arrives, the statement may be over. */
@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class LateCancelTest {
    private static final String WAITS =
            "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '%id = ";

    private final AtomicReference<@Nullable Statement> running = new AtomicReference<>();
    private final List<String> rows = new CopyOnWriteArrayList<>();

    @Test
    void aCancelThatComesLateEndsNoStatementOfOthers(DatabasePair pair) throws Exception {
        try (TcpRelay line = TcpRelay.to("127.0.0.1", pair.source().server().port());
                HikariDataSource source = Rig.pool(pair.source().dataSource(line.port()), 1);
                HikariDataSource target = Rig.pool(pair.dst(), 1);
                Rig rig = Rig.open(
                        pair,
                        DoubleWriteConfig.of("m1"),
                        Steps.NONE,
                        source,
                        target,
                        "CREATE TABLE t (id int PRIMARY KEY)");
                Connection first = holding(rig, 1);
                Connection second = holding(rig, 2)) {
            rig.enter(Pattern.SRC_FIRST);
            Background ended = Background.run(() -> lock(rig, 1));
            await().until(() -> waiting(rig, 1));
            line.hold();
            Background cancelled = Background.run(Objects.requireNonNull(running.get())::cancel);
            await().until(() -> line.held() == 1);
            first.rollback();
            Background next = Background.run(() -> lock(rig, 2));
            await().until(() -> Background.isIn("detach") || waiting(rig, 2));
            line.restore();
            cancelled.join();
            await().until(() -> next.done() || waiting(rig, 2));
            second.rollback();
            ended.join();
            next.join();
            assertThat(rows).containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    void aQuestionOfMovexsOwnIsEndedByTheServer(DatabasePair pair) throws Exception {
        try (TcpRelay line = TcpRelay.to("127.0.0.1", pair.source().server().port());
                Connection connection = pair.source().dataSource(line.port()).getConnection()) {
            line.hold();
            Dialect dialect = Dialects.of(connection);
            try (PreparedStatement question = dialect.prepareLimited(connection, "SELECT SLEEP(60)", 1);
                    ResultSet row = question.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).as("interrupted").isEqualTo(1);
            }
            assertThat(line.held()).as("connections that bring a KILL").isZero();
        }
    }

    private static Connection holding(Rig rig, int id) throws SQLException {
        Connection connection = rig.pair().src().getConnection();
        connection.setAutoCommit(false);
        Rig.execute(connection, "INSERT INTO t VALUES (" + id + ")");
        connection.commit();
        Rig.texts(connection, "SELECT id FROM t WHERE id = " + id + " FOR UPDATE");
        return connection;
    }

    /** The connection goes back to its pool when the rows have been read. */
    private void lock(Rig rig, int id) throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            running.compareAndSet(null, statement);
            try (ResultSet row = statement.executeQuery("SELECT id FROM t WHERE id = " + id + " FOR UPDATE")) {
                row.next();
                rows.add(row.getString(1));
            }
        }
    }

    private static boolean waiting(Rig rig, int id) throws SQLException {
        return rig.rows(Side.SRC, WAITS + id + " FOR UPDATE'").equals(List.of("1"));
    }
}
