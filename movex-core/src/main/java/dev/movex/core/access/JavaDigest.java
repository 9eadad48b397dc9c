package dev.movex.core.access;

import dev.movex.core.row.RowKey;
import java.math.BigInteger;
import java.util.Arrays;

/** Adds up what Java hashed, row by row; the number of rows is left to the database's own digest. For one thread. */
final class JavaDigest {
    private BigInteger first = BigInteger.ZERO;
    private BigInteger second = BigInteger.ZERO;

    void add(RowKey key, String hash) {
        byte[] mixed = JavaColumns.md5(key.values() + "/" + hash);
        first = first.add(new BigInteger(1, Arrays.copyOfRange(mixed, 0, 8)));
        second = second.add(new BigInteger(1, Arrays.copyOfRange(mixed, 8, 16)));
    }

    Digest sum() {
        return new Digest(0, first, second);
    }
}
