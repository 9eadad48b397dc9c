package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the least that a migration needs is granted to on one side.
 *
 * @param database the database, where statements have to name it
 * @param tables the planned tables of the side
 * @param sequences the sequences of the tables' schemas
 * @param application the user of the application's pool; it needs nothing where a log is followed in its place
 * @param operator the user of Movex's own work
 * @param log how the side's change log is used; null if it is not read
 */
public record Grants(
        String database,
        List<Table> tables,
        List<Sequence> sequences,
        String application,
        String operator,
        @Nullable LogUse log) {
    /** How the change log of a side is used. */
    public sealed interface LogUse {}

    /**
     * Its keys are a further source of the incremental validation.
     *
     * @param publication the name of PostgreSQL's publication
     */
    public record ReadLog(String publication) implements LogUse {}

    /** It stands in for double writers, and writes are stopped for a change of the primary. */
    public record FollowLog() implements LogUse {}

    public Grants {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /** Returns whether a log stands in for the application's double writers. */
    boolean follows() {
        return log instanceof FollowLog;
    }
}
