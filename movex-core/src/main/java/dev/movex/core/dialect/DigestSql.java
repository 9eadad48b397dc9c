package dev.movex.core.dialect;

import dev.movex.core.row.KeyRange;
import java.util.List;

/** The statements that let a database hash the rows of one table on one side. Immutable and thread-safe. */
public interface DigestSql {
    /**
     * Reads, for each range, its number counted from 0, the count of its rows and two sums over a wide hash of each row, in
     * any order. The encoding that is hashed is injective, and no sum is linear in it: what is exchanged between two rows,
     * or changed alike in two, does not cancel. Parameters: each range.
     */
    String digests(List<KeyRange> ranges);

    /** Reads the keys of the range's rows, then each row's hash, in key order. Parameters: range. */
    String rows(KeyRange range);

    /**
     * Reads the keys of rows, then a hash of each column that is hashed, in plan order. Parameters: the parts of each
     * key.
     */
    String columns(int keys);

    /** Reads the keys of the range's rows, then the columns that are compared in Java. Parameters: range. */
    String javaColumns(KeyRange range);
}
