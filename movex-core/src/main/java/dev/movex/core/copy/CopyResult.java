package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.event.Evidence;
import dev.movex.core.row.DirtyKey;
import java.time.Instant;
import java.util.Map;

/**
 * The record of a table's copy.
 *
 * @param table the plan's name of the table
 * @param base the side it was copied from
 * @param rows the rows that were added to the other side, those of earlier calls included
 * @param chunks the chunks that were copied, those of earlier calls included
 * @param ways how many chunks of this call went which way
 * @param started when this call began
 * @param ended when it ended
 * @param seconds how long this call took
 * @param compared the base's rows that were compared afterwards
 * @param repaired the differences that were found afterwards and repaired
 * @param unsettled keys that could not be repaired, with the reason; at most 100 of them
 * @param proven whether both sides were found or made equal
 * @param cancelled whether the copy was cancelled; it can be taken up again
 */
public record CopyResult(
        String table,
        Side base,
        long rows,
        long chunks,
        Map<CopyWay, Long> ways,
        Instant started,
        Instant ended,
        double seconds,
        long compared,
        long repaired,
        Map<DirtyKey, String> unsettled,
        boolean proven,
        boolean cancelled)
        implements Evidence {
    public CopyResult {
        ways = Map.copyOf(ways);
        unsettled = Map.copyOf(unsettled);
    }

    @Override
    public String evidenceKind() {
        return "copy";
    }

    @Override
    public String evidenceId() {
        return table;
    }
}
