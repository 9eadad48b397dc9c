package dev.movex.core.dialect;

import dev.movex.core.plan.TableName;
import java.util.List;

/**
 * The statements that keep everybody but Movex from writing a table, whatever user he is, until they are taken back. To be
 * made waits for the transactions that have written the table. Implementations are immutable.
 */
public interface WriteStopSql {
    /** The SQLState of a write that is refused. */
    String REFUSED = "25006";

    /** The beginning of the names of all that is created for a stop. */
    String PREFIX = "movex_stop";

    /** Prepares the database once. */
    List<String> prepare();

    /** Stops writes to a table; in auto-commit mode. What is there already stays. */
    List<String> stop(TableName table);

    /** Takes it back, where it was begun. */
    List<String> release(TableName table);

    /** Reads schema and table of each table that is stopped as a whole, those of other migrations too. */
    String stopped();

    /** As {@link #stopped}, also those for which a stop was begun and not ended. */
    default String begun() {
        return stopped();
    }
}
