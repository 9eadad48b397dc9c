package dev.movex.core.control;

import dev.movex.core.control.Instruction.Adopt;
import dev.movex.core.control.Instruction.Hold;
import dev.movex.core.control.Instruction.Release;
import dev.movex.core.control.MemberState.Held;
import dev.movex.core.control.MemberState.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a member of a group behaves, and how the coordinator counts the members, as pure functions from what is known and
 * what was heard to what is known then. Whoever keeps a {@link MemberState} calls them under a lock of its own.
 *
 * <p>A member:
 *
 * <ol>
 *   <li>registers, and <em>then</em> reads the control rows and the newest instruction: either the coordinator sees it
 *       registered, or it sees what the coordinator wrote;
 *   <li>serves while its lease lasts, under the assignment that the open row shows;
 *   <li>takes an instruction if its number is higher than that of the last one;
 *   <li>ends a hold by its own clock, whatever happens;
 *   <li>reports what it has taken, and the oldest epoch that is at work, after each change of either;
 *   <li>once its lease is over, as after a long sleep, reads the control rows before it serves again.
 * </ol>
 *
 * The coordinator waits for the report of every member that is not gone. Neither a lost report nor a member that believes
 * in an assignment which is over can lose a write: where two sides are written the fence refuses it, and a side that is
 * written alone is left only when every session of before has ended.
 */
public final class MemberProtocol {
    private MemberProtocol() {}

    /** What a member does once its lease is over, while two sides are written and the fences guard the writes. */
    public enum WhenOver {
        /** New transactions wait for a lease, and fail if none is to be had. */
        STOP,
        /** They go on; reads may be of the past, and are marked so. */
        GO_ON
    }

    /** Whether a transaction may begin. */
    public enum Entrance {
        /** It may. */
        OPEN,
        /** It may, but what it reads may be of the past. */
        STALE,
        /** It waits for the end of a hold. */
        HELD,
        /** It waits until the control rows have been read again. */
        LEASE_OVER
    }

    /** Returns whether a transaction may begin. */
    public static Entrance entrance(MemberState state, WhenOver whenOver, long now) {
        if (state.held(now)) {
            return Entrance.HELD;
        }
        if (!state.leaseOver(now)) {
            return Entrance.OPEN;
        }
        // a side that is written alone has no fence: there the lease alone keeps a sleeper from writing the past
        boolean fenced = state.assignment().pattern().dual();
        return fenced && whenOver == WhenOver.GO_ON ? Entrance.STALE : Entrance.LEASE_OVER;
    }

    /**
     * Returns the state after an instruction was heard.
     *
     * @param units turns the length of a hold into the unit of the clock
     */
    public static MemberState told(
            MemberState state, Instruction instruction, long now, ToLongFunction<Duration> units) {
        if (instruction.number() <= state.number()) {
            return state; // doubled, or overtaken by a newer one
        }
        return taken(state, instruction, now, units).withNumber(instruction.number());
    }

    /** As {@link #told}, by a coordinator that calls directly and therefore needs no numbers. */
    public static MemberState taken(
            MemberState state, Instruction instruction, long now, ToLongFunction<Duration> units) {
        if (instruction instanceof Hold hold) {
            return hold.epoch() > state.assignment().epoch()
                    ? state.withHeld(new Held(hold.change(), hold.epoch(), now + units.applyAsLong(hold.atMost())))
                    : state;
        } else if (instruction instanceof Release release) {
            return endHold(state, release.change(), release.epoch());
        }
        if (!(instruction instanceof Adopt adopt)) {
            return state;
        }
        Assignment assignment = adopt.assignment();
        if (assignment.epoch() < state.assignment().epoch()) {
            return state; // an epoch never falls
        }
        return endHold(state.withAssignment(assignment), instruction.change(), assignment.epoch());
    }

    /** A hold ends with its own change, or when what it prepared, or more, is in force. */
    private static MemberState endHold(MemberState state, String change, long epoch) {
        Held held = state.held();
        boolean ends = held != null && (held.change().equals(change) || held.epoch() <= epoch);
        return ends ? state.withHeld(null) : state;
    }

    /**
     * Returns the state after the member's registration was renewed and the control rows were read, in this order. The
     * lease is renewed by an open row, or by two closed ones: nothing else tells that the assignment holds.
     *
     * @param src the source's row; null if it was not read
     * @param dst the target's row; null if it was not read
     * @param until when the lease ends, counted from <em>before</em> the renewal was sent
     */
    public static MemberState renewed(
            MemberState state, @Nullable ControlRow src, @Nullable ControlRow dst, long until) {
        Assignment assignment = state.assignment();
        ControlRow open = open(src, dst);
        if (open != null) {
            return leased(entered(state, open), until);
        }
        // both closed: a change of the primary is under way and not decided, and the fences guard what is written
        return src != null && dst != null && assignment.pattern().dual() ? leased(state, until) : state;
    }

    /**
     * Returns the state after the primary was reached and the migration was not installed there: before it begins, or after
     * Movex was removed. Nobody changes the pattern then.
     */
    public static MemberState uninstalled(MemberState state, long until) {
        return state.assignment().pattern().dual() ? state : leased(state, until);
    }

    private static @Nullable ControlRow open(@Nullable ControlRow src, @Nullable ControlRow dst) {
        if (src != null && src.open()) {
            return src;
        }
        return dst != null && dst.open() ? dst : null;
    }

    /**
     * An older row tells of nothing: the assignment came after the registration that was renewed before the row was read, so
     * whoever changes it waits for this member. What is proven is not in the row: updates go as images until an instruction
     * says more.
     */
    private static MemberState entered(MemberState state, ControlRow open) {
        if (open.epoch() <= state.assignment().epoch()) {
            return state;
        }
        return endHold(state.withAssignment(new Assignment(open.pattern(), open.epoch(), Set.of())), "", open.epoch());
    }

    private static MemberState leased(MemberState state, long until) {
        Lease lease = state.lease();
        return lease == null || lease.until() >= until ? state : state.withLease(new Lease(until));
    }

    /**
     * Returns what a member reports.
     *
     * @param oldestOpen the oldest epoch of its open transactions, or {@link MemberReport#NONE_OPEN}
     */
    public static MemberReport report(String member, MemberState state, long oldestOpen) {
        return new MemberReport(member, state.number(), state.assignment().epoch(), oldestOpen, false);
    }

    /**
     * Returns the members that the coordinator still has to wait for: those that are not gone and have not taken the
     * instruction, or have transactions of an earlier epoch open.
     *
     * @param instruction the number of the instruction that they must have taken
     */
    public static List<MemberReport> awaited(List<MemberReport> members, long instruction, long beforeEpoch) {
        return members.stream()
                .filter(m -> !m.gone() && !m.drained(instruction, beforeEpoch))
                .toList();
    }

    /**
     * Returns whether a member counts as gone: its lease was over before the store's clock reached this age, even if
     * clocks run apart by an eighth.
     *
     * @param sinceRenewal the age of its last renewal by the store's clock
     * @param lease the length of its lease
     */
    public static boolean gone(Duration sinceRenewal, Duration lease) {
        return sinceRenewal.compareTo(lease.plus(lease.dividedBy(8))) > 0;
    }
}
