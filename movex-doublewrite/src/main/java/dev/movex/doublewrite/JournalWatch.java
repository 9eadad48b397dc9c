package dev.movex.doublewrite;

import dev.movex.core.control.Assignment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Knows how long the primary's journal is, and how old its oldest row, as of a moment ago. It looks about twice a second,
 * less often where a look takes long. Thread-safe.
 */
final class JournalWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int SHARE = 20;

    private final Engine engine;
    private final long maxRows;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Threads.named("watch"));
    private volatile long rows;
    private volatile long ageMillis;

    JournalWatch(Engine engine, DoubleWriteConfig.JournalLimits limits) {
        this.engine = engine;
        this.maxRows = limits.maxRows();
    }

    void start() {
        later(PAUSE);
    }

    private void later(Duration pause) {
        if (!timer.isShutdown()) {
            timer.schedule(this::look, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        long began = System.nanoTime();
        try {
            Assignment now = engine.gate().assignment();
            if (now.pattern().dual()) {
                read(engine.side(now.pattern().primary()));
            } else {
                rows = 0;
                ageMillis = 0;
            }
        } catch (SQLException | RuntimeException e) {
            // the last look counts until the primary answers again
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            later(took.multipliedBy(SHARE).compareTo(PAUSE) > 0 ? took.multipliedBy(SHARE) : PAUSE);
        }
    }

    private void read(SideAccess side) throws SQLException {
        try (Connection connection = side.pool().getConnection();
                PreparedStatement depth =
                        connection.prepareStatement(side.dialect().control().journalDepth())) {
            depth.setString(1, engine.plan().migration());
            try (ResultSet row = depth.executeQuery()) {
                if (row.next()) {
                    rows = row.getLong(1);
                    ageMillis = row.getLong(2);
                }
            }
        }
    }

    /** Returns how many rows there are. */
    long rows() {
        return rows;
    }

    /** Returns how old the oldest row is; 0 if there is none. */
    long ageMillis() {
        return ageMillis;
    }

    /** Returns whether no more keys may be left to the journal. */
    boolean full() {
        return maxRows > 0 && rows >= maxRows;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
