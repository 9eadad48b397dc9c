package dev.movex.doublewrite;

import dev.movex.core.Pattern;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberProtocol.Entrance;
import dev.movex.core.control.MemberProtocol.WhenOver;
import dev.movex.core.control.MemberReport;
import dev.movex.core.control.MemberState;
import dev.movex.core.control.MemberState.Held;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where transactions begin: each takes the assignment that holds at that time and keeps it. While the gate is held, or the
 * member's lease is over, new ones wait; those that have begun go on, and so do further ones of their threads, since the
 * hold waits for them. What is held, and until when, {@link MemberProtocol} says. Thread-safe.
 */
final class Gate {
    private final long origin = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition reportable = lock.newCondition();
    private final Set<Ticket> open = new LinkedHashSet<>();
    /** Written under the lock; each call reads it, so that needs none. */
    private volatile MemberState state = MemberState.alone(new Assignment(Pattern.SRC_ONLY, 0, Set.of()));

    private WhenOver whenOver = WhenOver.STOP;
    private Duration leaseWait = Duration.ZERO;
    private Runnable leaseWanted = () -> {};
    private @Nullable MemberReport reported;
    private long longest;
    private long stale;
    private boolean closed;

    /** Returns the time by which the state is kept: nanoseconds since the gate was made. */
    long now() {
        return System.nanoTime() - origin;
    }

    /**
     * Serves only while there is a lease, from now on.
     *
     * @param wanted is called when somebody waits for a lease; must not block
     * @param wait how long one waits for it
     */
    void needLease(WhenOver policy, Duration wait, Runnable wanted) {
        lock.lock();
        try {
            whenOver = policy;
            leaseWait = wait;
            leaseWanted = wanted;
            state = MemberState.unregistered(state.assignment());
        } finally {
            lock.unlock();
        }
    }

    /** Begins a transaction, after waiting while the gate is held. */
    Ticket enter(String sql) throws SQLException {
        lock.lock();
        try {
            long now = now();
            Entrance entrance = MemberProtocol.entrance(state, whenOver, now);
            if (entrance != Entrance.OPEN) {
                pass(entrance, now);
            }
            if (closed) {
                throw new SQLException("Movex: the data source is closed.", "08003");
            }
            Ticket ticket = new Ticket(state.assignment(), Thread.currentThread(), System.nanoTime(), sql);
            open.add(ticket);
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    private void pass(Entrance entrance, long now) throws SQLException {
        if (entrance == Entrance.STALE) {
            stale++;
        } else if (entrance == Entrance.LEASE_OVER || !mayPass()) {
            waitForEnd(now);
        }
    }

    private boolean mayPass() {
        Thread thread = Thread.currentThread();
        return open.stream().anyMatch(t -> t.heldBy(thread));
    }

    private void waitForEnd(long began) throws SQLException {
        long deadline = Long.MAX_VALUE;
        try {
            for (long now = began; !closed; now = now()) {
                Entrance entrance = MemberProtocol.entrance(state, whenOver, now);
                Held held = state.held();
                if (entrance == Entrance.HELD && held != null) {
                    changed.awaitNanos(held.until() - now);
                    longest = Math.max(longest, now() - began);
                } else if (entrance == Entrance.LEASE_OVER) {
                    deadline = Math.min(deadline, now + leaseWait.toNanos());
                    leaseWanted.run();
                    awaitLease(deadline - now);
                } else {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException(
                    "Movex: interrupted while new transactions are held for a change of pattern.", "57014", e);
        }
    }

    private void awaitLease(long left) throws InterruptedException, SQLException {
        if (left <= 0) {
            throw new SQLTransientConnectionException(
                    "Movex: this process could not read the migration's control rows for longer than its lease, and must not"
                            + " serve the past. It tries on; try again, and look whether the databases answer it.",
                    "08006");
        }
        changed.awaitNanos(left);
    }

    /**
     * Waits until an assignment of a later epoch holds.
     *
     * @return whether it does
     */
    boolean awaitAssignmentAfter(long epoch, Duration atMost) throws SQLException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!closed && state.assignment().epoch() <= epoch && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state.assignment().epoch() > epoch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException(
                    "Movex: interrupted while this process waits to hear of a change of pattern.", "57014", e);
        } finally {
            lock.unlock();
        }
    }

    void exit(Ticket ticket) {
        lock.lock();
        try {
            open.remove(ticket);
            changed.signalAll();
            if (reported != null && reported.oldestOpen() < target() && oldestOpen() >= target()) {
                reportable.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the epoch before which transactions have to end. */
    long target() {
        lock.lock();
        try {
            Held held = state.held();
            return Math.max(state.assignment().epoch(), held == null ? 0 : held.epoch());
        } finally {
            lock.unlock();
        }
    }

    /** Returns what there is to report now. */
    MemberReport report(String member) {
        lock.lock();
        try {
            return MemberProtocol.report(member, state, oldestOpen());
        } finally {
            lock.unlock();
        }
    }

    private long oldestOpen() {
        long oldest = MemberReport.NONE_OPEN;
        for (Ticket ticket : open) {
            oldest = Math.min(oldest, ticket.assignment().epoch());
        }
        return oldest;
    }

    Assignment assignment() {
        return state().assignment();
    }

    MemberState state() {
        return state;
    }

    /** Takes an instruction that came by a store. */
    void told(Instruction instruction) {
        change(s -> MemberProtocol.told(s, instruction, now(), Duration::toNanos));
    }

    /** Takes an instruction of a coordinator in this process. */
    void taken(Instruction instruction) {
        change(s -> MemberProtocol.taken(s, instruction, now(), Duration::toNanos));
    }

    /** Takes note of the control rows, and of the lease that was got with them. */
    void renewed(@Nullable ControlRow src, @Nullable ControlRow dst, long until) {
        change(s -> MemberProtocol.renewed(s, src, dst, until));
    }

    /** Takes note that the migration is not installed where the primary is. */
    void uninstalled(long until) {
        change(s -> MemberProtocol.uninstalled(s, until));
    }

    private void change(UnaryOperator<MemberState> step) {
        lock.lock();
        try {
            Held before = state.held();
            state = step.apply(state);
            if (state.held() != null && state.held() != before) {
                longest = 0;
            }
            changed.signalAll();
            reportable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitDrained(long beforeEpoch, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (oldestOpen() < beforeEpoch) {
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

    /**
     * Waits until there is something new to report, which is when an instruction was taken, the assignment is another
     * one, or what has to end has ended.
     *
     * @return the report; the same as before if the time was over
     */
    MemberReport awaitReport(String member, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            MemberReport report = MemberProtocol.report(member, state, oldestOpen());
            while (left > 0 && !closed && reported != null && !news(reported, report)) {
                left = reportable.awaitNanos(left);
                report = MemberProtocol.report(member, state, oldestOpen());
            }
            reported = report;
            return report;
        } finally {
            lock.unlock();
        }
    }

    private boolean news(MemberReport before, MemberReport now) {
        long target = target();
        return before.number() != now.number()
                || before.epoch() != now.epoch()
                || (before.oldestOpen() < target) != (now.oldestOpen() < target);
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
            return Duration.ofNanos(longest);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many transactions began without a lease. */
    long stale() {
        lock.lock();
        try {
            return stale;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new transactions. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            reportable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
