package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.event.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The record of a validation run.
 *
 * @param id the run's id, which its events carry
 * @param kind what it looked at
 * @param base the side that was taken as the truth
 * @param epoch the epoch at its beginning
 * @param started when it began
 * @param ended when it ended
 * @param tables what it found, table by table
 * @param confirmed the inconsistencies that were confirmed; at most 100 of them, the counts tell all
 * @param end how it ended
 * @param reason why it failed, without values of rows; empty otherwise
 */
public record ValidationRun(
        String id,
        Kind kind,
        Side base,
        long epoch,
        Instant started,
        Instant ended,
        List<TableRun> tables,
        List<Confirmed> confirmed,
        End end,
        String reason)
        implements Evidence {
    public ValidationRun {
        tables = List.copyOf(tables);
        confirmed = List.copyOf(confirmed);
    }

    /** What a run looks at. */
    public enum Kind {
        /** All rows of both sides. */
        FULL,
        /** A sample, some of the tables, some of the keys, or the keys alone: no evidence for all. */
        PARTIAL,
        /** Rows that changed lately. */
        INCREMENTAL
    }

    /** How a run ended. */
    public enum End {
        /** It looked at everything it was to look at. */
        COMPLETE,
        /** It was cancelled. */
        CANCELLED,
        /** An error ended it. */
        FAILED
    }

    /** Returns the number of inconsistencies in all tables. */
    public long inconsistencies() {
        return tables.stream().mapToLong(TableRun::inconsistencies).sum();
    }

    /** Returns the number of keys that the journal named until the end. */
    public long pending() {
        return tables.stream().mapToLong(TableRun::pending).sum();
    }

    /**
     * Returns whether the run looked at everything and found no inconsistency. Pending keys do not count: they are
     * written, and a change of the primary waits until the journal is empty.
     */
    public boolean clean() {
        return end == End.COMPLETE && inconsistencies() == 0;
    }

    @Override
    public String evidenceKind() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String evidenceId() {
        return id;
    }
}
