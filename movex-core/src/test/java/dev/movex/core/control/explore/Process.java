package dev.movex.core.control.explore;

import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberProtocol.Entrance;
import dev.movex.core.control.MemberProtocol.WhenOver;
import dev.movex.core.control.MemberReport;
import dev.movex.core.control.MemberState;
import dev.movex.core.control.MemberState.Held;
import dev.movex.core.control.MemberState.Lease;
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
 * @param returning whether it has registered anew, after it was gone, and not read the control rows since
 * @param pooled whether it has a session that the group knows and that may write a side alone
 */
record Process(
        MemberState state,
        @Nullable Transaction open,
        int left,
        boolean counted,
        Mode mode,
        boolean returning,
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
        return new Process(state, begun, left - 1, counted, mode, returning, pooled);
    }

    Process with(@Nullable Transaction transaction) {
        return new Process(state, transaction, left, counted, mode, returning, pooled);
    }

    Process pooled(boolean has) {
        return new Process(state, open, left, counted, mode, returning, has);
    }

    Process hear(Instruction instruction) {
        return with(MemberProtocol.told(state, instruction, NOW, d -> ALIVE));
    }

    private Process with(MemberState other) {
        return new Process(other, open, left, counted, mode, returning, pooled);
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
        return new Process(state, open, left, true, mode, true, pooled);
    }

    Process renew(@Nullable ControlRow src, @Nullable ControlRow dst) {
        return new Process(MemberProtocol.renewed(state, src, dst, ALIVE), open, left, counted, mode, false, pooled);
    }

    /** Returns whether its lease is over, whatever it believes itself. */
    boolean leaseOver() {
        return state.lease() != null && state.lease().until() <= NOW;
    }

    Process endLease() {
        return with(new MemberState(state.assignment(), state.number(), state.held(), new Lease(NOW)));
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
        return new Process(state, open, left, false, mode, false, pooled);
    }

    Process in(Mode other) {
        return new Process(
                state, open, other == Mode.DEAD ? 0 : left, counted, other, returning, pooled && other != Mode.DEAD);
    }
}
