package dev.movex.core.compare;

import dev.movex.core.row.KeyRange;
import java.util.SplittableRandom;

/**
 * How much of a table is compared, and with how much force.
 *
 * @param range the keys that are compared
 * @param share the share of the ranges that are compared, up to 1
 * @param seed decides which ones: the same seed chooses the same on tables that have not changed
 * @param keysOnly whether keys alone are compared, which finds missing and surplus rows and costs less
 * @param parallel how many ranges are compared at once; each takes a connection to either side
 * @param inJava the columns that Java compares
 */
public record ComparisonOptions(
        KeyRange range, double share, long seed, boolean keysOnly, int parallel, ColumnsInJava inJava) {
    /** Two, so that neither database waits while the other one, or Java, is at work. */
    private static final int LEAST_PARALLEL = 2;

    private static final int MOST_PARALLEL = 4;

    public ComparisonOptions {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share must be above 0 and at most 1: " + share);
        }
    }

    /** Returns the options that compare all of a table, with as much force as half the machine has, and two ranges at once at least. */
    public static ComparisonOptions standard() {
        int half = Runtime.getRuntime().availableProcessors() / 2;
        return new ComparisonOptions(
                KeyRange.ALL,
                1,
                0,
                false,
                Math.max(LEAST_PARALLEL, Math.min(MOST_PARALLEL, half)),
                new ColumnsInJava());
    }

    /** Returns the options for another range. */
    public ComparisonOptions withRange(KeyRange other) {
        return new ComparisonOptions(other, share, seed, keysOnly, parallel, inJava);
    }

    /** Returns the options that compare a share of the ranges. */
    public ComparisonOptions withShare(double otherShare, long otherSeed) {
        return new ComparisonOptions(range, otherShare, otherSeed, keysOnly, parallel, inJava);
    }

    /** Returns the options that compare keys alone. */
    public ComparisonOptions ofKeysOnly() {
        return new ComparisonOptions(range, share, seed, true, parallel, inJava);
    }

    /** Returns the options with another number of ranges at once. */
    public ComparisonOptions withParallel(int ranges) {
        return new ComparisonOptions(range, share, seed, keysOnly, ranges, inJava);
    }

    /** Returns the options with a record of columns that Java compares which outlives one comparison. */
    public ComparisonOptions withColumnsInJava(ColumnsInJava columns) {
        return new ComparisonOptions(range, share, seed, keysOnly, parallel, columns);
    }

    /** Returns whether the range with the given number, counted from 0, is one of the share. */
    boolean chooses(long number) {
        return share >= 1 || new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L).nextDouble() < share;
    }
}
