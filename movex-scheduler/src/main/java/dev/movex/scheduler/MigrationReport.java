package dev.movex.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each table of a migration: its copy, the last validation that looked at it, repairs. Has no values of
 * rows. Immutable.
 *
 * @param migration its name
 * @param state its state
 * @param epoch the number of the last change of pattern
 * @param at when the report was made
 * @param tables each table of the plan, in its order
 */
public record MigrationReport(String migration, String state, long epoch, Instant at, List<TableReport> tables) {
    public MigrationReport {
        tables = List.copyOf(tables);
    }

    /**
     * One table.
     *
     * @param table its name
     * @param copy its last copy; null if there was none
     * @param validation the last validation that looked at it; null if there was none
     * @param repaired rows that events named and repair settled, over all runs
     * @param deadLetters rows that repair gave up on and that are not settled yet
     */
    public record TableReport(
            String table,
            @Nullable CopyReport copy,
            @Nullable ValidationOfTable validation,
            long repaired,
            long deadLetters) {}

    /**
     * A copy.
     *
     * @param base the side it was copied from: {@code SRC} or {@code DST}
     * @param proven whether both sides were found or made equal after it
     * @param rows rows that were added
     * @param compared rows that were compared afterwards
     * @param repaired differences that were found then and repaired
     * @param started when its last call began
     * @param ended when it ended
     */
    public record CopyReport(
            String base, boolean proven, long rows, long compared, long repaired, Instant started, Instant ended) {}

    /**
     * What a validation found in one table.
     *
     * @param run the run's id
     * @param kind {@code full}, {@code partial} or {@code incremental}
     * @param base the side that was taken as the truth
     * @param epoch the epoch of the run
     * @param end how the run ended: {@code complete}, {@code cancelled} or {@code failed}
     * @param compared the base's rows that were compared
     * @param equal those that were equal
     * @param suspects rows that differed at a look without locks
     * @param confirmed the inconsistencies, by type
     * @param pending suspects that the journal named until the end
     * @param comparedInJava columns that were compared in Java, with the reason
     * @param declaredForms columns that the mapping declares to be told otherwise, with the form in which they were compared
     * @param notCompared columns that were not compared, with the reason
     * @param sourceDigest the sum of the source's digests
     * @param targetDigest the sum of the target's digests
     * @param started when the table was begun
     * @param ended when it was done
     */
    public record ValidationOfTable(
            String run,
            String kind,
            String base,
            long epoch,
            String end,
            long compared,
            long equal,
            long suspects,
            Map<String, Long> confirmed,
            long pending,
            Map<String, String> comparedInJava,
            Map<String, String> declaredForms,
            Map<String, String> notCompared,
            String sourceDigest,
            String targetDigest,
            Instant started,
            Instant ended) {}
}
