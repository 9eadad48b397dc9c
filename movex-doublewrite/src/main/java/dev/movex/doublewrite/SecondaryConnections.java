package dev.movex.doublewrite;

import dev.movex.core.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections of the secondary with a wait that is bounded whatever the pool does. They come at READ COMMITTED
 * with auto-commit off, and every wait for the network is bounded too. One whose transaction has committed is kept ready
 * for the next transaction for a moment. Thread-safe.
 */
final class SecondaryConnections implements AutoCloseable {
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final Executor DIRECT = Runnable::run;

    private final DoubleWriteConfig.SecondaryLimits limits;
    private final ExecutorService executor = Executors.newCachedThreadPool(Threads.named("connect"));

    private final Parking parking;

    SecondaryConnections(DoubleWriteConfig.SecondaryLimits limits, ScheduledExecutorService timer) {
        this.limits = limits;
        this.parking = new Parking(timer, executor, SecondaryConnections::giveBack);
    }

    /**
     * Takes a connection.
     *
     * @throws SQLTransientConnectionException if none could be had in time
     */
    Connection take(SideAccess side) throws SQLException {
        CompletableFuture<Connection> taken = parking.claim(side);
        if (taken.isDone()) {
            return taken.join();
        }
        if (parking.lacks(side)) {
            executor.execute(() -> open(side));
        }
        boolean given = false;
        try {
            Connection connection = taken.get(limits.acquireTimeout().toNanos(), TimeUnit.NANOSECONDS);
            given = true;
            return connection;
        } catch (TimeoutException e) {
            throw new SQLTransientConnectionException(
                    "Movex: no connection to the " + side.side().label() + " within " + limits.acquireTimeout()
                            + "; enlarge its pool or look at its server.",
                    "08001");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Movex: interrupted while connecting.", "57014", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql
                    ? sql
                    : new SQLException("Movex: the pool of the " + side.side().label() + " failed.", "08001", e);
        } finally {
            if (!given) {
                parking.forget(side, taken);
                // one may have come in the same moment
                taken.whenComplete((connection, error) -> keep(side, connection));
            }
        }
    }

    private void open(SideAccess side) {
        Connection connection = null;
        Throwable failed = null;
        try {
            connection = side.pool().getConnection();
            prepare(side, connection);
        } catch (SQLException | RuntimeException | Error e) {
            failed = e;
        }
        parking.opened(side, failed);
        if (failed == null) {
            keep(side, connection);
        } else {
            giveBack(side, connection);
        }
    }

    private void keep(SideAccess side, @Nullable Connection connection) {
        if (connection != null && !parking.park(side, connection)) {
            giveBack(side, connection);
        }
    }

    private void prepare(SideAccess side, Connection connection) throws SQLException {
        connection.setNetworkTimeout(
                DIRECT, Math.toIntExact(limits.statementTimeout().plus(SLACK).toMillis()));
        if (side.defaults(connection).isolation() != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        side.look(connection);
        prepareSession(side, connection);
        connection.setAutoCommit(false);
    }

    private void prepareSession(SideAccess side, Connection connection) throws SQLException {
        if (side.settingsOutliveTransactions()) {
            Dialect dialect = side.dialect();
            dialect.run(connection, List.of(dialect.beginImages(), dialect.boundLockWaits(limits.statementTimeout())));
        }
    }

    /** Rolls back what is open and gives a connection back. Never fails. */
    static void rollBack(SideAccess side, @Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.rollback();
            } catch (SQLException | RuntimeException e) {
                // the connection is broken, so that the server rolls back
            }
            giveBack(side, connection);
        }
    }

    /**
     * Keeps a connection ready whose transaction has committed, or gives it back. Never fails.
     *
     * @param set whether the transaction has made settings of its own
     */
    void committed(SideAccess side, Connection connection, boolean set) {
        if (set && !settingsTakenBack(side, connection)) {
            giveBack(side, connection);
        } else {
            keep(side, connection);
        }
    }

    /** What is repeated in the next transaction must mean what it means in a fresh session. */
    private boolean settingsTakenBack(SideAccess side, Connection connection) {
        try {
            side.dialect().run(connection, side.dialect().restoreSession());
            prepareSession(side, connection);
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    /** Keeps no connection of a side that was taken before now, since its server may have gone. */
    void distrust(SideAccess side) {
        parking.clear(side);
    }

    /** Gives a connection back whose transaction has ended. Never fails. */
    static void giveBack(SideAccess side, @Nullable Connection connection) {
        if (connection != null) {
            try (connection) {
                restore(side, connection);
            } catch (SQLException | RuntimeException e) {
                // broken; its pool finds out
            }
        }
    }

    /** A session that can't be given back as it was is ended: the pool must not hand it to the application. */
    private static void restore(SideAccess side, Connection connection) throws SQLException {
        boolean done = false;
        try {
            SessionDefaults defaults = side.known();
            connection.setAutoCommit(defaults == null || defaults.autoCommit());
            if (side.settingsOutliveTransactions()) {
                side.dialect().run(connection, side.dialect().restoreSession());
            }
            connection.setNetworkTimeout(DIRECT, defaults == null ? 0 : defaults.networkTimeout());
            done = true;
        } finally {
            if (!done) {
                connection.abort(DIRECT);
            }
        }
    }

    @Override
    public void close() {
        parking.close();
        executor.shutdown();
    }
}
