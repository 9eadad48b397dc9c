package dev.movex.core.access;

import java.math.BigInteger;

/**
 * What a database tells about the rows of a range: their number and two sums over a wide hash of each. Sums add up over
 * ranges and, unlike exclusive or, do not cancel when a row is there twice.
 */
public record Digest(long rows, BigInteger first, BigInteger second) {
    /** The digest of no rows. */
    public static final Digest EMPTY = new Digest(0, BigInteger.ZERO, BigInteger.ZERO);

    /** Returns the digest of both ranges together. */
    public Digest plus(Digest other) {
        return new Digest(rows + other.rows, first.add(other.first), second.add(other.second));
    }

    /** Returns the form that reports use: the number of rows and both sums in hexadecimal. */
    @Override
    public String toString() {
        return rows + ":" + first.toString(16) + ":" + second.toString(16);
    }
}
