package dev.movex.core.event;

import dev.movex.core.MovexException;
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
import java.util.function.BooleanSupplier;
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
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private final EventConsumer consumer;
    private final KeyRepair repair;
    private final Supplier<Authority> authority;
    private final DeadLetters deadLetters;
    private final BooleanSupplier pausedElsewhere;
    private final Pauser pauser;
    private final Thread thread;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong equal = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private volatile boolean paused;
    private volatile boolean closing;
    private volatile String held = "";

    public RepairWorker(
            EventConsumer consumer,
            KeyRepair repair,
            Supplier<Authority> authority,
            DeadLetters deadLetters,
            Pauser pauser) {
        this(consumer, repair, authority, deadLetters, () -> false, pauser);
    }

    /**
     * As the other constructor.
     *
     * @param pausedElsewhere asked before each look at the events; takes none while it says so
     */
    public RepairWorker(
            EventConsumer consumer,
            KeyRepair repair,
            Supplier<Authority> authority,
            DeadLetters deadLetters,
            BooleanSupplier pausedElsewhere,
            Pauser pauser) {
        this.consumer = consumer;
        this.repair = repair;
        this.authority = authority;
        this.deadLetters = deadLetters;
        this.pausedElsewhere = pausedElsewhere;
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

    /** Returns why nothing is repaired although events were taken, such as a database that is gone; empty if nothing is in the way. */
    public String held() {
        return held;
    }

    /** Returns what was done so far. */
    public RepairStats stats() {
        return new RepairStats(taken.get(), repaired.get(), equal.get(), refused.get(), dead.get());
    }

    private void run() {
        try {
            while (!closing) {
                if (paused || pausedElsewhere.getAsBoolean()) {
                    keep();
                    pauser.pause(POLL);
                    continue;
                }
                List<InconsistentEvent> events = poll();
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

    private List<InconsistentEvent> poll() throws InterruptedException {
        try {
            return consumer.poll(BATCH, POLL);
        } catch (RuntimeException e) {
            hold("The events could not be read (" + e.getClass().getSimpleName() + ").");
            LOG.debug("could not read events", e);
            pauser.pause(LONGEST_WAIT);
            return List.of();
        }
    }

    private void keep() {
        try {
            consumer.keep();
        } catch (RuntimeException e) {
            LOG.debug("the carrier could not be told that this consumer lives", e);
        }
    }

    private void handleUntilDone(List<InconsistentEvent> events) throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (!tried(events)) {
            if (closing) {
                return;
            }
            // in small steps, so that the carrier hears of this consumer however long a database is gone
            for (Duration waited = Duration.ZERO;
                    !closing && waited.compareTo(wait) < 0;
                    waited = waited.plus(FIRST_WAIT)) {
                keep();
                pauser.pause(FIRST_WAIT);
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
        held = "";
    }

    private boolean tried(List<InconsistentEvent> events) throws InterruptedException {
        try {
            handle(events);
            consumer.settle();
            return true;
        } catch (SQLException e) {
            hold("A database is gone (SQLState " + e.getSQLState() + ").");
        } catch (MovexException e) {
            hold(e.code() + ": " + e.problem());
        } catch (RuntimeException e) {
            LOG.error("Repair of {} events failed and is tried again.", events.size(), e);
            hold(e.getClass().getSimpleName());
        }
        return false;
    }

    private void hold(String reason) {
        if (!held.equals(reason)) {
            held = reason;
            LOG.warn("Repair waits and keeps what it took. {}", reason);
        }
    }

    /** Nothing is counted before all of it is done: what fails is handled again as a whole. */
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
        bury(current, result);
        deadLetters.settled(
                keys.stream().filter(key -> result.settled(List.of(key))).toList());
        refused.addAndGet(events.size() - current.size());
        for (InconsistentEvent event : current) {
            KeyOutcome outcome = result.outcomes().get(event.dirtyKey());
            if (outcome != null) {
                count(outcome);
            }
        }
    }

    private void bury(List<InconsistentEvent> events, RepairResult result) {
        for (InconsistentEvent event : events) {
            KeyOutcome outcome = result.outcomes().get(event.dirtyKey());
            if (outcome != null && outcome.kind() == KeyOutcome.Kind.DEAD) {
                LOG.warn("Could not repair {}: {}", event.dirtyKey(), outcome.reason());
                deadLetters.bury(event, outcome.reason());
            }
        }
    }

    /** The base may change between two transactions; the old authority then meets a fence that refuses it. */
    private Authority sameBase(Authority before) {
        Authority now = authority.get();
        return now.base() == before.base() ? now : before;
    }

    private void count(KeyOutcome outcome) {
        switch (outcome.kind()) {
            case WRITTEN, DELETED -> repaired.incrementAndGet();
            case EQUAL, GONE -> equal.incrementAndGet();
            case REFUSED -> refused.incrementAndGet();
            case DEAD -> dead.incrementAndGet();
            case BUSY -> LOG.warn("Repair passed over a row that the application has locked.");
        }
    }

    /** Takes no more events, and does not wait until those that were taken are finished. */
    void end() {
        closing = true;
    }

    /** Finishes what was taken and ends; what can't be finished is handed out again to others. */
    @Override
    public void close() throws InterruptedException {
        end();
        thread.join(CLOSE_WAIT.toMillis());
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(CLOSE_WAIT.toMillis());
        }
    }
}
