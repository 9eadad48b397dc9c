package dev.movex.core.event;

import dev.movex.core.access.Pauser;
import dev.movex.core.control.Authority;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes events and repairs their rows, on a thread of its own. An event whose direction is not the current base is
 * refused: what it says is void, and repairing by it would overwrite the truth. While a database is gone the worker
 * keeps what it took and tries again. Thread-safe.
 */
public final class RepairWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepairWorker.class);
    private static final int BATCH = 200;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration WHILE_GONE = Duration.ofMillis(500);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private final EventConsumer consumer;
    private final KeyRepair repair;
    private final Supplier<Authority> authority;
    private final DeadLetters deadLetters;
    private final Pauser pauser;
    private final Thread thread;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong equal = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private volatile boolean paused;
    private volatile boolean closing;

    public RepairWorker(
            EventConsumer consumer,
            KeyRepair repair,
            Supplier<Authority> authority,
            DeadLetters deadLetters,
            Pauser pauser) {
        this.consumer = consumer;
        this.repair = repair;
        this.authority = authority;
        this.deadLetters = deadLetters;
        this.pauser = pauser;
        this.thread = new Thread(this::run, "movex-repair");
        this.thread.setDaemon(true);
    }

    /** Begins to consume. */
    public void start() {
        thread.start();
    }

    /** Takes no more events until {@link #resume}; what was taken is finished. */
    public void pause() {
        paused = true;
    }

    /** Goes on after a pause. */
    public void resume() {
        paused = false;
    }

    /** Returns what was done so far. */
    public RepairStats stats() {
        return new RepairStats(taken.get(), repaired.get(), equal.get(), refused.get(), dead.get());
    }

    private void run() {
        try {
            while (!closing) {
                if (paused) {
                    pauser.pause(POLL);
                    continue;
                }
                List<InconsistentEvent> events = consumer.poll(BATCH, POLL);
                if (!events.isEmpty()) {
                    taken.addAndGet(events.size());
                    handleUntilDone(events);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close();
        }
    }

    private void handleUntilDone(List<InconsistentEvent> events) throws InterruptedException {
        while (true) {
            try {
                handle(events);
                consumer.settle();
                return;
            } catch (SQLException e) {
                LOG.warn("Repair waits for a database that is gone (SQLState {}).", e.getSQLState());
            } catch (RuntimeException e) {
                LOG.error("Repair of {} events failed and is tried again.", events.size(), e);
            }
            if (closing) {
                return;
            }
            pauser.pause(WHILE_GONE);
        }
    }

    private void handle(List<InconsistentEvent> events) throws SQLException, InterruptedException {
        Authority now = authority.get();
        List<InconsistentEvent> current = new ArrayList<>();
        Set<DirtyKey> keys = new LinkedHashSet<>();
        for (InconsistentEvent event : events) {
            if (event.direction() == now.base()) {
                current.add(event);
                keys.add(event.dirtyKey());
            }
        }
        RepairResult result = repair.repair(keys, () -> sameBase(now));
        refused.addAndGet(events.size() - current.size());
        for (InconsistentEvent event : current) {
            KeyOutcome outcome = result.outcomes().get(event.dirtyKey());
            if (outcome != null) {
                count(event, outcome);
            }
        }
    }

    /** The base may change between two transactions; the old authority then meets a fence that refuses it. */
    private Authority sameBase(Authority before) {
        Authority now = authority.get();
        return now.base() == before.base() ? now : before;
    }

    private void count(InconsistentEvent event, KeyOutcome outcome) {
        switch (outcome.kind()) {
            case WRITTEN, DELETED -> {
                repaired.incrementAndGet();
                deadLetters.settled(event);
            }
            case EQUAL, GONE -> {
                equal.incrementAndGet();
                deadLetters.settled(event);
            }
            case REFUSED -> refused.incrementAndGet();
            case DEAD -> {
                dead.incrementAndGet();
                LOG.warn("Could not repair {}: {}", event.dirtyKey(), outcome.reason());
                deadLetters.bury(event, outcome.reason());
            }
        }
    }

    /** Finishes what was taken and ends. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(CLOSE_WAIT.toMillis());
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(CLOSE_WAIT.toMillis());
        }
    }
}
