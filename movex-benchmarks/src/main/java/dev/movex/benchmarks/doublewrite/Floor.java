package dev.movex.benchmarks.doublewrite;

import dev.movex.benchmarks.harness.Load;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * The least that a double write costs which loses nothing, written by hand for these very statements: they go to the primary one
 * by one, then to the secondary in batches, then a journal row (if the epoch is still open) and the primary's commit in one trip;
 * the secondary's commit is not awaited. It is a limit and no peer: it has no fence on the secondary, removes no journal rows,
 * gives no way back, and knows its statements beforehand.
 */
final class Floor implements AutoCloseable {
    private static final String JOURNAL_AND_COMMIT =
            "INSERT INTO floor_journal (tx, epoch) SELECT ?, epoch FROM floor_control WHERE epoch = 1 AND open = 1; COMMIT";

    private final DataSource src;
    private final DataSource dst;
    private final String end;
    private final ExecutorService commits = Executors.newCachedThreadPool();

    /** @param dst whose connections come without auto-commit */
    Floor(DataSource src, DataSource dst, ServerKind kind) {
        this.src = src;
        this.dst = dst;
        // else switching it on is a trip of its own; MariaDB's driver notices that it was done
        this.end = kind == ServerKind.POSTGRESQL ? JOURNAL_AND_COMMIT : JOURNAL_AND_COMMIT + "; SET autocommit = 1";
    }

    /** Creates the journal and the control row. */
    static void install(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE floor_journal (tx bigint PRIMARY KEY, epoch int NOT NULL)");
        statement.execute("CREATE TABLE floor_control (epoch int PRIMARY KEY, open int NOT NULL)");
        statement.execute("INSERT INTO floor_control VALUES (1, 1)");
    }

    /** Returns the transactions of one writer. */
    Load.Call transactions(Shape shape, Statements statements) {
        return () -> run(Math.max(1, shape.statements()), statements);
    }

    private void run(int count, Statements statements) throws SQLException {
        // given back by whoever commits
        Connection secondary = dst.getConnection();
        boolean handedOver = false;
        try (Connection primary = src.getConnection()) {
            primary.setAutoCommit(false);
            write(primary, secondary, count, statements);
            commit(primary);
            commits.execute(() -> finish(secondary));
            handedOver = true;
            primary.setAutoCommit(true);
        } finally {
            if (!handedOver) {
                secondary.close();
            }
        }
    }

    private static void write(Connection primary, Connection secondary, int count, Statements statements)
            throws SQLException {
        Map<String, PreparedStatement> batches = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Statements.One one = statements.next(i);
            try (PreparedStatement statement = one.on(primary)) {
                statement.executeUpdate();
            }
            PreparedStatement batch = batches.get(one.sql());
            if (batch == null) {
                batch = secondary.prepareStatement(one.sql());
                batches.put(one.sql(), batch);
            }
            one.values().set(batch);
            batch.addBatch();
        }
        for (PreparedStatement batch : batches.values()) {
            batch.executeBatch();
            batch.close();
        }
    }

    private void commit(Connection primary) throws SQLException {
        try (PreparedStatement statement = primary.prepareStatement(end)) {
            statement.setLong(1, Statements.newId());
            statement.execute();
            if (statement.getUpdateCount() != 1) {
                throw new SQLException("the epoch is closed");
            }
        }
    }

    private static void finish(Connection secondary) {
        try (secondary) {
            secondary.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        commits.shutdown();
    }
}
