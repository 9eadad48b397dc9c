package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.MemberSessions;
import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the sessions that passed the fence of a side and do not let go of it: their journal rows make that safe. */
final class FenceEnder {
    private static final Logger LOG = LoggerFactory.getLogger(FenceEnder.class);

    private static final Duration AGAIN = Duration.ofMillis(250);

    private final String migration;
    private final Databases databases;

    FenceEnder(String migration, Databases databases) {
        this.migration = migration;
        this.databases = databases;
    }

    /**
     * Ends what a query yields. Returns whether there was somebody.
     *
     * @param parameter the query's only one
     */
    boolean end(Side side, String query, long parameter) throws SQLException {
        ControlSql sql = databases.dialect(side).control();
        MemberSessions sessions = new MemberSessions(migration, sql);
        return Transactions.in(databases, side, connection -> {
            List<Long> holders = read(connection, query, parameter);
            for (long holder : holders) {
                LOG.warn("session {} of the {} does not let go of the fence and is ended", holder, side.label());
                sessions.end(connection, holder);
            }
            return !holders.isEmpty();
        });
    }

    private static List<Long> read(Connection connection, String query, long parameter) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setLong(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
    }

    /** Watches a session that waits for the fence; whoever keeps it waiting beyond the time is ended. */
    Watch watch(Side side, long waiting, Duration after) {
        return new Watch(side, waiting, after);
    }

    /** A session that is being watched until this is closed. */
    final class Watch implements AutoCloseable {
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread thread;

        private Watch(Side side, long waiting, Duration after) {
            thread = new Thread(() -> run(side, waiting, after), "movex-fence");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Side side, long waiting, Duration after) {
            try {
                // one that is ended may have kept others out of sight
                for (Duration left = after; !over.await(left.toMillis(), TimeUnit.MILLISECONDS); left = AGAIN) {
                    end(side, databases.dialect(side).control().fenceBlockers(), waiting);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                LOG.warn(
                        "whoever does not let go of the fence of the {} could not be found (SQLState {}); the script of"
                                + " grants says what Movex's user needs",
                        side.label(),
                        e.getSQLState());
            }
        }

        @Override
        public void close() {
            over.countDown();
        }
    }
}
