package dev.movex.core.control;

import org.jspecify.annotations.Nullable;

/**
 * What a member knows of the group. Times are readings of the member's own clock, which begins at 0 and never goes back,
 * in a unit of the caller's choice.
 *
 * @param assignment what new transactions begin under
 * @param number the number of the newest instruction that was taken
 * @param held the hold that was asked for last; null if none, or if it was ended. It may be over by now
 * @param lease until when the member may believe that its assignment holds; null where nobody has to, because the
 *     coordinator lives in the same process
 */
public record MemberState(
        Assignment assignment,
        long number,
        @Nullable Held held,
        @Nullable Lease lease) {

    /**
     * A hold.
     *
     * @param change the change that it belongs to
     * @param epoch the epoch that it prepares
     * @param until when it ends by itself
     */
    public record Held(String change, long epoch, long until) {}

    /**
     * A lease.
     *
     * @param until when it is over
     */
    public record Lease(long until) {}

    /** Returns the state of a member whose coordinator lives in the same process. */
    public static MemberState alone(Assignment assignment) {
        return new MemberState(assignment, 0, null, null);
    }

    /** Returns the state of a member that has to get a lease before it serves. */
    public static MemberState unregistered(Assignment assignment) {
        return new MemberState(assignment, 0, null, new Lease(0));
    }

    /** Returns whether new transactions wait. */
    public boolean held(long now) {
        return held != null && now < held.until();
    }

    /** Returns whether the member may no longer believe that its assignment holds. */
    public boolean leaseOver(long now) {
        return lease != null && now >= lease.until();
    }

    MemberState withNumber(long newest) {
        return new MemberState(assignment, newest, held, lease);
    }

    MemberState withHeld(@Nullable Held other) {
        return new MemberState(assignment, number, other, lease);
    }

    MemberState withLease(Lease other) {
        return new MemberState(assignment, number, held, other);
    }

    MemberState withAssignment(Assignment other) {
        return new MemberState(other, number, held, lease);
    }
}
