package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.control.Authority;
import dev.movex.core.control.SideFence;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** What a change of pattern needs done to the data; the coordinator decides when. */
interface ChangeActions {
    /** Raises the counters of a side above those of the other one, with head-room. */
    void raiseCounters(Side side) throws SQLException;

    /**
     * Repairs the keys of the base's journal until it is empty.
     *
     * @return false if rows were left when the time was over
     */
    boolean drainJournal(Authority authority, Duration atMost) throws SQLException, InterruptedException;

    /**
     * Ends the sessions of a side that members have made known which are not to be spared, and waits until they are gone.
     *
     * @param spared the members whose sessions stay
     * @return the members that still had sessions when the time was over; empty if none
     * @throws SQLException also if the user may not end them
     */
    Set<String> endSessions(Side side, Set<String> spared, Duration atMost) throws SQLException, InterruptedException;

    /** Drops proofs, cursors and evidence. */
    void voidProofs() throws SQLException;

    /**
     * Drops the journal rows of a side whose other side has been given up.
     *
     * @throws dev.movex.core.control.FencedException if the side does not show the fence any more
     */
    void forgetJournal(SideFence fence) throws SQLException;
}
