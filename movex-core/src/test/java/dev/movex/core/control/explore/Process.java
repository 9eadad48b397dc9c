package dev.movex.core.control.explore;

import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberProtocol.Entrance;
import dev.movex.core.control.MemberProtocol.WhenOver;
import dev.movex.core.control.MemberReport;
import dev.movex.core.control.MemberState;
import dev.movex.core.control.MemberState.Held;
import dev.movex.core.control.MemberState.Lease;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An application process. Its clock stands at 0: what is over ends at 0, what is not ends at 1, and time passes by setting
 * one to the other.
 *
 * @param state what it knows, as in production
 * @param open its open transaction; null if none
 * @param left how many transactions it may still begin
 * @param counted whether the coordinator waits for it: its lease is not known to be over
 * @param mode whether it runs
 * @param late a control row that it has read, and not taken note of yet; null if none
 * @param pooled whether it has a session that the group knows and that may write a side alone
 */
record Process(
        MemberState state,
        @Nullable Transaction open,
        int left,
        boolean counted,
        Mode mode,
        @Nullable ControlRow late,
        boolean pooled) {
    static final String NAME = "m";
    static final long NOW = 0;
    static final long ALIVE = 1;

    /** Whether a process runs. */
    enum Mode {
        RUNNING,
        /** Stopped, with its sessions open; may wake up at any time. */
        PAUSED,
        DEAD
    }

    boolean runs() {
        return mode == Mode.RUNNING;
    }

    boolean mayBegin() {
        Entrance entrance = MemberProtocol.entrance(state, WhenOver.GO_ON, NOW);
        return open == null && left > 0 && (entrance == Entrance.OPEN || entrance == Entrance.STALE);
    }

    Process begin() {
        Transaction begun =
                new Transaction(state.assignment().pattern(), state.assignment().epoch(), Transaction.Phase.BEGUN);
        return new Process(state, begun, left - 1, counted, mode, late, pooled);
    }

    Process with(@Nullable Transaction transaction) {
        return new Process(state, transaction, left, counted, mode, late, pooled);
    }

    Process pooled(boolean has) {
        return new Process(state, open, left, counted, mode, late, has);
    }

    Process hear(Instruction instruction) {
        return with(MemberProtocol.told(state, instruction, NOW, d -> ALIVE));
    }

    private Process with(MemberState other) {
        return new Process(other, open, left, counted, mode, late, pooled);
    }

    /**
     * Returns what the coordinator reads when it asks now. An older report says what it could have read earlier, so that
     * late and lost ones need no states of their own.
     */
    MemberReport report() {
        long oldest = open == null ? MemberReport.NONE_OPEN : open.epoch();
        MemberReport is = MemberProtocol.report(NAME, state, oldest);
        return new MemberReport(is.member(), is.number(), is.epoch(), is.oldestOpen(), !counted);
    }

    /** Whoever counts the members from now on counts this one. */
    Process register() {
        return new Process(state, open, left, true, mode, null, pooled);
    }

    Process renew(@Nullable ControlRow src, @Nullable ControlRow dst) {
        return new Process(MemberProtocol.renewed(state, src, dst, ALIVE), open, left, counted, mode, late, pooled);
    }

    /** Has read a row, which it takes note of later: in between it may hear of what comes after. */
    Process reads(ControlRow row) {
        return new Process(state, open, left, counted, mode, row, pooled);
    }

    /** Takes note of the row, since when it is counted. */
    Process takes(ControlRow row) {
        MemberState taken = MemberProtocol.renewed(
                state, row.side() == Side.SRC ? row : null, row.side() == Side.DST ? row : null, ALIVE);
        return new Process(taken, open, left, counted, mode, null, pooled);
    }

    /** Returns whether its lease is over, whatever it believes itself. */
    boolean leaseOver() {
        return state.lease() != null && state.lease().until() <= NOW;
    }

    Process endLease() {
        return with(new MemberState(state.assignment(), state.number(), state.held(), new Lease(NOW)));
    }

    /**
     * Returns the process without what makes no difference any more: a hold that is over, and whatever a dead one knew once
     * nobody waits for it.
     */
    Process essence() {
        Held held = state.held();
        Lease lease = state.lease();
        boolean forgotten = mode == Mode.DEAD && !counted && lease != null && lease.until() <= NOW;
        if (forgotten) {
            Assignment none = new Assignment(state.assignment().pattern(), 0, Set.of());
            return new Process(new MemberState(none, 0, null, lease), open, left, counted, mode, late, pooled);
        }
        boolean over = held != null && (held.until() <= NOW || mode == Mode.DEAD);
        return over ? with(new MemberState(state.assignment(), state.number(), null, lease)) : this;
    }

    /** Returns whether new transactions wait for the end of a hold. */
    boolean held() {
        return MemberProtocol.entrance(state, WhenOver.GO_ON, NOW) == Entrance.HELD;
    }

    /** Returns whether it was told to hold, and the time that it was given is not over. */
    boolean holding() {
        return state.held() != null && state.held().until() > NOW;
    }

    Process endHold() {
        Held held = state.held();
        return held == null
                ? this
                : with(new MemberState(
                        state.assignment(), state.number(), new Held(held.change(), held.epoch(), NOW), state.lease()));
    }

    Process gone() {
        return new Process(state, open, left, false, mode, null, pooled);
    }

    Process in(Mode other) {
        return new Process(
                state,
                open,
                other == Mode.DEAD ? 0 : left,
                counted,
                other,
                other == Mode.DEAD ? null : late,
                pooled && other != Mode.DEAD);
    }
}
