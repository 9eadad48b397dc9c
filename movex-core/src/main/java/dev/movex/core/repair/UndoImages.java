package dev.movex.core.repair;

import dev.movex.core.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Keeps what a repair overwrites, so that it can be undone. The images hold values of rows: keep them where the rows
 * themselves may be kept, as {@link UndoLog} does. Thread-safe.
 */
@FunctionalInterface
public interface UndoImages {
    /**
     * Called before a change is committed; an error prevents the change.
     *
     * @param connection the transaction that writes the rows
     * @param side the side that is written
     */
    void keep(Connection connection, Side side, List<UndoImage> images) throws SQLException;

    /** Returns the one that keeps nothing. */
    static UndoImages none() {
        return (connection, side, images) -> {};
    }
}
