package dev.movex.core.control;

import dev.movex.core.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Keeps the control rows. Implementations are thread-safe and keep nothing in memory. */
public interface ControlStore {

    /** Reads a side's row as it is committed now; empty if the migration is not installed there. */
    Optional<ControlRow> read(Side side) throws SQLException;

    /**
     * Replaces a side's row if it still is as expected. Waits until every transaction that passed the fence of that side
     * has ended, and keeps others out meanwhile.
     *
     * @param atMost how long it may wait
     * @return false if the row was another one
     * @throws SQLException also if the wait took too long; the row may then be either one, so read it again
     */
    boolean compareAndSet(ControlRow expected, ControlRow next, Duration atMost) throws SQLException;
}
