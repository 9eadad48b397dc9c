package dev.movex.core.dialect;

import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.SQLException;

/** The database's own bulk protocol, between two servers of one dialect. Thread-safe. */
public interface BulkCopy {

    /**
     * Copies the rows of a range straight into the target's table within the target's transaction.
     *
     * @return the number of rows
     * @throws SQLException if a row conflicts with one that exists; the target's transaction is unusable then
     */
    long copyInto(Connection from, TableSql source, KeyRange range, Connection to, TableSql target) throws SQLException;

    /** As {@link #copyInto}, leaving rows alone whose key exists. Returns the number of rows that were added. */
    long copyAbsent(Connection from, TableSql source, KeyRange range, Connection to, TableSql target)
            throws SQLException;
}
