package dev.movex.core.dialect;

import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Brings the rows of a range of one table over by the target's bulk protocol, whatever the source is. Rows stream: memory
 * does not depend on their number. Thread-safe.
 */
public interface BulkCopy {

    /** Returns whether the target's connection takes part: its server, its driver or its URL may forbid it. */
    boolean usable(Connection to) throws SQLException;

    /**
     * Copies the rows of a range straight into the target's table within the target's transaction. No row that exists is
     * overwritten.
     *
     * @return how much was brought over
     * @throws BulkRefusedException if the rows must go another way
     * @throws SQLException if a row conflicts with one that exists; in both cases the target's transaction must be rolled
     *     back
     */
    Moved copyInto(Connection from, KeyRange range, Connection to) throws SQLException;

    /** As {@link #copyInto}, leaving rows alone whose key exists; counts those that were added. */
    Moved copyAbsent(Connection from, KeyRange range, Connection to) throws SQLException;

    /**
     * How much a chunk has brought over.
     *
     * @param rows the rows that were added
     * @param bytes the size of what was read, in the form in which it travelled
     */
    record Moved(long rows, long bytes) {}
}
