package dev.movex.doublewrite;

/**
 * Lets a share of the transactions repeat their writes, so that repeats do not double the load of a secondary that is in
 * trouble. Thread-safe.
 */
final class RetryBudget {
    private static final int PER_REPEAT = 5;
    private static final int MOST = 20 * PER_REPEAT;

    private int saved = MOST;

    /** Takes note of a transaction. */
    synchronized void began() {
        saved = Math.min(MOST, saved + 1);
    }

    /** Returns whether a repeat may be made, and takes it off the budget. */
    synchronized boolean spend() {
        boolean enough = saved >= PER_REPEAT;
        saved -= enough ? PER_REPEAT : 0;
        return enough;
    }
}
