package dev.movex.doublewrite;

import dev.movex.core.Pattern;
import dev.movex.core.control.Assignment;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where transactions begin: each takes the assignment that holds at that time and keeps it. While the gate is held, new
 * ones wait; those that have begun go on, and so do further ones of their threads, since the hold waits for them.
 * Thread-safe.
 */
final class Gate {
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Ticket> open = new LinkedHashSet<>();
    private Assignment assignment = new Assignment(Pattern.SRC_ONLY, 0, Set.of());
    private @Nullable Hold hold;
    private Hold last = new Hold();
    private boolean closed;

    Gate(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Begins a transaction, after waiting while the gate is held. */
    Ticket enter(String sql) throws SQLException {
        lock.lock();
        try {
            if (hold != null && !mayPass()) {
                waitForEnd();
            }
            if (closed) {
                throw new SQLException("Movex: the data source is closed.", "08003");
            }
            Ticket ticket = new Ticket(assignment, Thread.currentThread(), System.nanoTime(), sql);
            open.add(ticket);
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    private boolean mayPass() {
        Thread thread = Thread.currentThread();
        return open.stream().anyMatch(t -> t.heldBy(thread));
    }

    private void waitForEnd() throws SQLException {
        long began = System.nanoTime();
        try {
            while (hold != null) {
                Hold mine = hold;
                changed.await();
                mine.longest = Math.max(mine.longest, System.nanoTime() - began);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException(
                    "Movex: interrupted while new transactions are held for a change of pattern.", "57014", e);
        }
    }

    void exit(Ticket ticket) {
        lock.lock();
        try {
            open.remove(ticket);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Assignment assignment() {
        lock.lock();
        try {
            return assignment;
        } finally {
            lock.unlock();
        }
    }

    void hold(Duration atMost) {
        lock.lock();
        try {
            Hold begun = new Hold();
            hold = begun;
            last = begun;
            timer.schedule(() -> end(begun), atMost.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void end(Hold expired) {
        lock.lock();
        try {
            if (hold == expired) {
                endHold();
            }
        } finally {
            lock.unlock();
        }
    }

    private void endHold() {
        hold = null;
        changed.signalAll();
    }

    void release() {
        lock.lock();
        try {
            endHold();
        } finally {
            lock.unlock();
        }
    }

    void adopt(Assignment next) {
        lock.lock();
        try {
            if (next.epoch() >= assignment.epoch()) {
                assignment = next;
                endHold();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean awaitDrained(long beforeEpoch, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (open.stream().anyMatch(t -> t.assignment().epoch() < beforeEpoch)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the open transactions, the oldest first. */
    List<Ticket> open() {
        lock.lock();
        try {
            return List.copyOf(open);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the longest time that a caller waited in the last hold. */
    Duration longestWait() {
        lock.lock();
        try {
            return Duration.ofNanos(last.longest);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new transactions. */
    void close() {
        lock.lock();
        try {
            closed = true;
            endHold();
        } finally {
            lock.unlock();
        }
    }

    private static final class Hold {
        private long longest;
    }
}
