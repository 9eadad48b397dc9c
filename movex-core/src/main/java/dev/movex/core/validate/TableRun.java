package dev.movex.core.validate;

import dev.movex.core.event.InconsistencyType;
import dev.movex.core.row.KeyRange;
import java.time.Instant;
import java.util.Map;

/**
 * What a validation run found in one table.
 *
 * @param table the plan's name of the table
 * @param range the keys that were compared; for an incremental run all keys that were named
 * @param rows the base's rows that were compared, or the keys that were looked at
 * @param otherRows the other side's rows that were compared; 0 for an incremental run
 * @param ranges the digests computed on each side, or the pages of keys
 * @param sourceDigest the sum of the source's digests; empty for an incremental run
 * @param targetDigest the sum of the target's digests; equals the source's unless writes were under way or rows differ
 * @param suspects the rows that differed at a look without locks
 * @param confirmed the inconsistencies, by type
 * @param pending suspects that the journal named until the end, so that the sweeper has them
 * @param started when the table was begun
 * @param ended when it was done
 * @param comparedInJava columns that were compared in Java and not by the databases' digests, with the reason
 * @param declared columns whose values the mapping declares to be told otherwise, with the form in which they are compared
 * @param notCompared columns that were not compared, with the reason
 */
public record TableRun(
        String table,
        KeyRange range,
        long rows,
        long otherRows,
        long ranges,
        String sourceDigest,
        String targetDigest,
        long suspects,
        Map<InconsistencyType, Long> confirmed,
        long pending,
        Instant started,
        Instant ended,
        Map<String, String> comparedInJava,
        Map<String, String> declared,
        Map<String, String> notCompared) {
    public TableRun {
        confirmed = Map.copyOf(confirmed);
        comparedInJava = Map.copyOf(comparedInJava);
        declared = Map.copyOf(declared);
        notCompared = Map.copyOf(notCompared);
    }

    /** Returns how many of the base's rows were equal; surplus rows of the other side are none of the base's. */
    public long equal() {
        long ofBase = confirmed.entrySet().stream()
                .filter(type -> type.getKey() != InconsistencyType.BASE_MISSING)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return Math.max(0, rows - ofBase - pending);
    }

    /** Returns the number of inconsistencies. */
    public long inconsistencies() {
        return confirmed.values().stream().mapToLong(Long::longValue).sum();
    }
}
