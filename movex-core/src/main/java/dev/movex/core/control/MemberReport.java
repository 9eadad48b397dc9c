package dev.movex.core.control;

/**
 * What the coordinator knows of a member: what it has acknowledged, and whether it still counts.
 *
 * @param member its name
 * @param number the number of the newest instruction that it has taken
 * @param epoch the epoch that new transactions begin under
 * @param oldestOpen the oldest epoch that an open transaction works under; {@link #NONE_OPEN} if none is open
 * @param gone whether its lease is over: it serves nobody before it has read the control row again
 */
public record MemberReport(String member, long number, long epoch, long oldestOpen, boolean gone) {
    /** No transaction is open. */
    public static final long NONE_OPEN = Long.MAX_VALUE;

    /** Returns whether an instruction was taken and every transaction of an epoch before the given one has ended. */
    public boolean drained(long instruction, long beforeEpoch) {
        return number >= instruction && oldestOpen >= beforeEpoch;
    }

    /**
     * Returns whether everything goes on under an epoch or a later one. To have taken a later instruction is not enough: it
     * may be that of a coordinator which was taken for dead.
     */
    public boolean adopted(long instruction, long newEpoch) {
        return drained(instruction, newEpoch) && epoch >= newEpoch;
    }
}
