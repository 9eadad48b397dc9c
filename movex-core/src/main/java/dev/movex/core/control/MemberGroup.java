package dev.movex.core.control;

import dev.movex.core.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The application processes of a migration, and what they know of their statements. The embedded one has the member of
 * its own process. Implementations are thread-safe.
 */
public interface MemberGroup {
    /**
     * Makes the caller's process the acting coordinator for a while, or lets it stay so. Two that believe they act can do no
     * harm, since each step replaces a control row as it was read; but they would be in each other's way.
     *
     * @return who acts instead; empty if the caller does
     * @throws SQLException if nobody could be asked
     */
    default Optional<String> standForElection() throws SQLException {
        return Optional.empty();
    }

    /** Returns the members, also those that are gone but not forgotten. */
    List<MemberInfo> members();

    /**
     * Lets new transactions of all members wait, each for so long at most.
     *
     * @param change the change that it belongs to
     * @param epoch the epoch that it prepares
     * @return who does not answer, in words; nobody is held then. Empty if all are told
     * @throws SQLException if the members could not be told
     */
    List<String> hold(String change, long epoch, Duration atMost) throws SQLException, InterruptedException;

    /**
     * Begins all further transactions of all members under the given assignment, and ends the hold of the change. Returns
     * when it was said, not when it was heard.
     *
     * @param change the change that it ends; empty if it belongs to none
     * @throws SQLException if the members could not be told
     */
    void adopt(String change, Assignment assignment) throws SQLException;

    /**
     * Waits until every member has taken what it was told last, and none has a transaction open that began under an
     * epoch before the given one.
     *
     * @return whom it still waits for when the time was over, in words; empty if nobody
     * @throws SQLException if the members could not be asked
     */
    List<String> awaitDrained(long beforeEpoch, Duration atMost) throws SQLException, InterruptedException;

    /**
     * Returns the members that have taken what they were told last and have no transaction open that began under an epoch
     * before the given one: those whose sessions are not ended.
     *
     * @throws SQLException if the members could not be asked
     */
    Set<String> acknowledged(long beforeEpoch) throws SQLException;

    /** Returns the server's ids of the sessions of a side that members of this process have, besides those made known there. */
    default Set<Long> sessions(Side side) {
        return Set.of();
    }

    /** Returns the SQL texts that can't run while two databases are written, each with its reason. */
    List<String> deniedStatements();

    /** Returns how many different SQL texts the audit has seen. */
    int auditedStatements();

    /** Returns whether all members journal the keys that the secondary may lack. */
    boolean journaling();

    /** Returns what the audit has seen. */
    AuditReport audit();

    /** Returns counters by name, for the status. */
    Map<String, Object> metrics();

    /** Returns {@code ok} if the members' own connections to a side work, otherwise what is wrong. Asks the database. */
    String reach(Side side);

    /** Returns whether the members have stopped waiting for a secondary that does not answer, or only probe it. */
    boolean breakerOpen();

    /** Returns whether transactions of members leave their keys in the journal for an applier to bring over. */
    boolean needsApplier();

    /** Returns the longest that a call was held in the last hold, in milliseconds; 0 if none was. */
    double lastHoldMillis();
}
