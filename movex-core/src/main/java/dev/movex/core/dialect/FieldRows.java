package dev.movex.core.dialect;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a range, one after the other: no more than one is held. The values are those that {@link
 * TableSql#selectRange} reads, as UTF-8, but bytes are bytes where the texts have hexadecimal digits. For one thread.
 */
public interface FieldRows extends AutoCloseable {

    /** Goes to the next row; false if there is none. */
    boolean next() throws SQLException;

    /** Returns the value of a column of this row by its place in the plan, from 0; null is SQL NULL. */
    byte @Nullable [] field(int column) throws SQLException;

    /** Returns whether a column's values are bytes themselves instead of the UTF-8 of a text. */
    boolean raw(int column);

    /** Ends the reading, wherever it is. */
    @Override
    void close() throws SQLException;
}
