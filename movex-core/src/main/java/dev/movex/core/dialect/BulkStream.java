package dev.movex.core.dialect;

import java.sql.SQLException;

/** Rows on their way, in the form that the target's bulk protocol reads. For one thread. */
interface BulkStream extends AutoCloseable {

    /**
     * Reads up to {@code length} bytes, which is 16 at the least.
     *
     * @return how many bytes were read; −1 at the end
     */
    int read(byte[] into, int from, int length) throws SQLException;

    @Override
    void close() throws SQLException;
}
