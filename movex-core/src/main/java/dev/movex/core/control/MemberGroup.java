package dev.movex.core.control;

import dev.movex.core.Side;
import java.util.List;
import java.util.Map;

/**
 * The application processes of a migration, and what they know of their statements. The embedded one has the member of
 * its own process. Implementations are thread-safe.
 */
public interface MemberGroup {
    /** Returns the members. */
    List<? extends Member> members();

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
