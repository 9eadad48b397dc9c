package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;

/** Reads change logs. Thread-safe. */
@FunctionalInterface
public interface ChangeLogs {
    /**
     * Begins to read the log of a side, from the saved place on, or from now on if there is none.
     *
     * @param cursors keeps the place
     */
    ChangeLog open(Side side, CursorStore cursors);
}
