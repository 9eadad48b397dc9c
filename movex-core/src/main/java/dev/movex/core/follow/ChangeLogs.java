package dev.movex.core.follow;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import java.sql.SQLException;
import java.util.List;

/** Reads change logs. Thread-safe. */
public interface ChangeLogs {
    /**
     * Begins to read the log of a side, from the saved place on, or from now on if there is none.
     *
     * @param cursors keeps the place
     */
    ChangeLog open(Side side, CursorStore cursors);

    /**
     * Forgets the place in the log of a side that nobody reads any more, so that the server need not keep it. Harmless if
     * there is none.
     */
    void forget(Side side, CursorStore cursors) throws SQLException;

    /** Returns what stands in the way of reading the log of a side, a sentence each with what to do. Asks the server. */
    List<String> obstacles(Side side) throws SQLException;
}
