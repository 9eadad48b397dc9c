package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.Fence;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.SideFence;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.row.DirtyKey;
import dev.movex.doublewrite.Steps.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the secondary's part of a transaction before the primary commits. What may succeed later is repeated as a
 * whole in a fresh transaction; any other error leaves the keys to the journal. Thread-safe.
 */
final class Secondary {
    private static final String CANCELED = "57014";

    private final SecondaryConnections connections;
    private final CircuitBreaker breaker;
    private final Metrics metrics;
    private final Steps steps;
    private final int attempts;
    private final Duration limit;
    private final SecondaryCommits commits;
    private final RetryBudget budget = new RetryBudget();
    private final Map<Side, SecondaryBatch> batches = new EnumMap<>(Side.class);

    Secondary(DoubleWriteConfig config, Fence fence, Map<Side, SideAccess> sides, Lanes lanes, Watch watch) {
        this.connections = lanes.connections();
        this.commits = lanes.commits();
        this.limit = config.secondary().statementTimeout();
        this.breaker = watch.breaker();
        this.metrics = watch.metrics();
        this.steps = watch.steps();
        this.attempts = Math.max(1, config.secondary().attempts());
        sides.forEach((side, access) -> batches.put(
                side, new SecondaryBatch(fence, access, config.secondary().statementTimeout())));
    }

    /**
     * What is to be written.
     *
     * @param writes in their order
     * @param keys whose rows they write
     */
    record Work(List<SecondaryWrite> writes, Collection<DirtyKey> keys) {
        private boolean sets(SideAccess side) {
            return side.settingsOutliveTransactions()
                    && writes.stream().anyMatch(SecondaryWrite.Setting.class::isInstance);
        }
    }

    /**
     * How the writes went.
     *
     * @param connection the open transaction that holds them; null if they are not there
     * @param met whether they met as many rows as on the primary
     * @param error why they are not there; null if they are
     * @param set whether the session was given settings that outlive the transaction
     */
    record Written(
            @Nullable Connection connection,
            boolean met,
            @Nullable SQLException error,
            boolean set) {}

    /** Nothing is written now; the journal row stays for an applier. */
    static final Written LEFT_TO_APPLIERS = new Written(null, false, null, false);

    /**
     * Writes.
     *
     * @throws FencedException if the secondary is at another epoch
     */
    Written write(SideFence expected, Work work) throws SQLException {
        if (!breaker.tries()) {
            metrics.count(Metric.BREAKER_SKIPS);
            return new Written(null, false, new FailureLog.NotTried(), false);
        }
        SecondaryBatch batch = Objects.requireNonNull(batches.get(expected.side()));
        SQLException last = null;
        long began = System.nanoTime();
        long ended = commits.ended();
        budget.began();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            try {
                Written written = once(batch, expected, work);
                breaker.succeeded();
                if (written.met() || attempt == attempts || !othersMayHave(ended)) {
                    return written;
                }
                return again(written, batch, expected, work);
            } catch (FencedException e) {
                breaker.succeeded();
                throw e;
            } catch (SQLException e) {
                last = e;
                metrics.count(Metric.SECONDARY_FAILURES);
                if (batch.side().dialect().connectionFailure(e)) {
                    connections.distrust(batch.side());
                }
                boolean late = System.nanoTime() - began >= limit.toNanos();
                if (attempt == attempts || late || !repeatable(batch.side().dialect(), e) || !budget.spend()) {
                    break;
                }
                metrics.count(Metric.SECONDARY_REPEATS);
            }
        }
        return failed(batch, Objects.requireNonNull(last));
    }

    /**
     * Rows may be missing because the transaction that inserts them had committed on the primary alone when they were
     * looked for; then everything is written again after it.
     *
     * @param endedBefore how many such transactions had ended then
     */
    private boolean othersMayHave(long endedBefore) {
        return commits.awaitPending(limit) || commits.ended() != endedBefore;
    }

    private Written again(Written first, SecondaryBatch batch, SideFence expected, Work work) throws SQLException {
        SecondaryConnections.rollBack(batch.side(), first.connection());
        metrics.count(Metric.SECONDARY_REPEATS);
        return once(batch, expected, work);
    }

    private Written once(SecondaryBatch batch, SideFence expected, Work work) throws SQLException {
        Connection connection = connections.take(batch.side());
        boolean done = false;
        try {
            steps.at(Step.SECONDARY_ACQUIRED);
            boolean met =
                    batch.send(connection, expected, work.writes(), batch.side().acts(work.keys()));
            steps.at(Step.SECONDARY_WRITTEN);
            done = true;
            return new Written(connection, met, null, work.sets(batch.side()));
        } catch (RuntimeException e) {
            throw new SQLException("Movex: the driver or the pool of the secondary failed.", null, e);
        } finally {
            if (!done) {
                SecondaryConnections.rollBack(batch.side(), connection);
            }
        }
    }

    private static boolean repeatable(Dialect dialect, SQLException error) {
        boolean noConnection = "08001".equals(error.getSQLState());
        return dialect.transientFailure(error) || (dialect.connectionFailure(error) && !noConnection);
    }

    private Written failed(SecondaryBatch batch, SQLException error) {
        if (isOutage(batch.side().dialect(), error)) {
            breaker.failed();
        } else {
            breaker.succeeded();
        }
        return new Written(null, false, error, false);
    }

    private static boolean isOutage(Dialect dialect, SQLException error) {
        return dialect.connectionFailure(error) || error.getSQLState() == null || CANCELED.equals(error.getSQLState());
    }

    /**
     * Commits what {@link #write} left open, and gives the connection back.
     *
     * @return why the secondary has not committed; null if it has
     */
    @Nullable SQLException commit(Written written, Side side) {
        Connection connection = Objects.requireNonNull(written.connection());
        SideAccess access = Objects.requireNonNull(batches.get(side)).side();
        boolean done = false;
        try {
            steps.at(Step.BEFORE_SECONDARY_COMMIT);
            connection.commit();
            done = true;
            breaker.succeeded();
            return null;
        } catch (SQLException e) {
            metrics.count(Metric.SECONDARY_FAILURES);
            breaker.failed();
            return e;
        } finally {
            if (done) {
                connections.committed(access, connection, written.set());
            } else {
                SecondaryConnections.rollBack(access, connection);
            }
        }
    }

    /**
     * What runs beside the writes.
     *
     * @param connections where connections come from
     * @param commits the commits that are under way
     */
    record Lanes(SecondaryConnections connections, SecondaryCommits commits) {}

    /**
     * Who watches the writes.
     *
     * @param breaker the breaker in front of the secondary
     * @param metrics what is counted
     * @param steps where tests stop
     */
    record Watch(CircuitBreaker breaker, Metrics metrics, Steps steps) {}
}
