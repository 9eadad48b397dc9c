package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the journal rows of transactions that both databases have committed: by their exact ids, since the order of
 * ids is not that of commits, and in batches. A row that can't be removed stays, which costs a look of the repairer and
 * nothing else. Thread-safe.
 */
final class JournalCleaner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalCleaner.class);
    private static final int BATCH = 200;
    private static final int MAX_WAITING = 100_000;

    private final Map<Side, SideAccess> sides;
    private final Metrics metrics;
    private final Map<Side, Queue<Long>> waiting = new EnumMap<>(Side.class);
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean kicked = new AtomicBoolean();
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(Threads.named("journal"));

    JournalCleaner(Map<Side, SideAccess> sides, Metrics metrics, Duration interval) {
        this.sides = sides;
        this.metrics = metrics;
        for (Side side : Side.values()) {
            waiting.put(side, new ConcurrentLinkedQueue<>());
        }
        executor.scheduleWithFixedDelay(this::clean, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Takes the id of a journal row on the given side that is no longer needed. */
    void remove(Side side, long id) {
        if (count.get() >= MAX_WAITING || executor.isShutdown()) {
            return;
        }
        queue(side).add(id);
        if (count.incrementAndGet() >= BATCH) {
            soon();
        }
    }

    /** Removes what is waiting without waiting for the interval. */
    void soon() {
        if (!executor.isShutdown() && kicked.compareAndSet(false, true)) {
            executor.execute(this::clean);
        }
    }

    private void clean() {
        kicked.set(false);
        for (Side side : Side.values()) {
            if (!queue(side).isEmpty()) {
                cleanSide(Objects.requireNonNull(sides.get(side)), queue(side));
            }
        }
    }

    private void cleanSide(SideAccess side, Queue<Long> ids) {
        List<Long> batch = new ArrayList<>();
        try (Connection connection = side.pool().getConnection()) {
            connection.setAutoCommit(true);
            while (!ids.isEmpty()) {
                batch.clear();
                Long id;
                while (batch.size() < BATCH * 5 && (id = ids.poll()) != null) {
                    batch.add(id);
                }
                Journal.delete(connection, side.dialect(), batch);
                count.addAndGet(-batch.size());
                metrics.count(Metric.JOURNAL_REMOVED, batch.size());
                batch.clear();
            }
        } catch (SQLException | RuntimeException e) {
            ids.addAll(batch);
            LOG.warn(
                    "Finished journal rows on the {} could not be removed; trying again later: {}",
                    side.side().label(),
                    e.getMessage());
        }
    }

    private Queue<Long> queue(Side side) {
        return Objects.requireNonNull(waiting.get(side));
    }

    /** Removes what is waiting, then ends. */
    @Override
    public void close() {
        executor.execute(this::clean);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
