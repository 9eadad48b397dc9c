package dev.movex.core.plan;

import java.math.BigInteger;

/**
 * A sequence as the catalog of one side describes it.
 *
 * @param name its name
 * @param owned whether it belongs to a column, counts its default, or belongs to an extension, so that it is not the
 *     application's to count with
 * @param increment what lies between two of its values; negative if it counts down
 * @param least the least value that it gives out
 * @param greatest the greatest value that it gives out
 */
public record Sequence(TableName name, boolean owned, long increment, long least, long greatest) {

    /** Returns whether it counts up. */
    public boolean ascends() {
        return increment > 0;
    }

    boolean holds(BigInteger value) {
        return value.equals(within(value));
    }

    BigInteger within(BigInteger value) {
        return value.max(BigInteger.valueOf(least)).min(BigInteger.valueOf(greatest));
    }
}
