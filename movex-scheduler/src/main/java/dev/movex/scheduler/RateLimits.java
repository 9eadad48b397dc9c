package dev.movex.scheduler;

/**
 * The limits of what may go wrong, as shares of the transactions that write both sides, between 0 and 1.
 *
 * @param secondaryErrors transactions whose write of the secondary failed
 * @param mismatches transactions that met fewer rows on the secondary
 * @param primaryErrors transactions whose commit the primary failed, or looks at the primary that failed
 * @param leastTransactions a window with fewer transactions says nothing of rates
 */
public record RateLimits(double secondaryErrors, double mismatches, double primaryErrors, long leastTransactions) {
    /** Returns 1 in 100, 1 in 1,000 and 5 in 100, of 20 transactions at least. */
    public static RateLimits standard() {
        return new RateLimits(0.01, 0.001, 0.05, 20);
    }
}
