package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a repair overwrites, so that it can be undone by hand. The images hold values of rows: keep them where
 * the rows themselves may be kept. Thread-safe.
 */
@FunctionalInterface
public interface UndoImages {
    /**
     * Called before the change is committed; an error prevents the change.
     *
     * @param side the side that is written
     * @param before the row as it was; null if there was none
     */
    void keep(DirtyKey key, Side side, @Nullable Row before) throws SQLException;

    /** Returns the one that keeps nothing. */
    static UndoImages none() {
        return (key, side, before) -> {};
    }
}
