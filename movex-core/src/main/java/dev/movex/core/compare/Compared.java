package dev.movex.core.compare;

import dev.movex.core.access.Digest;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.util.List;

/**
 * What the comparison of a range found.
 *
 * @param range the range
 * @param base the digest of the base's rows
 * @param other the digest of the other side's rows
 * @param digests how many pairs of digests were computed for it, those of its parts included
 * @param suspects the keys of rows that differed at the time
 */
public record Compared(KeyRange range, Digest base, Digest other, int digests, List<RowKey> suspects) {
    public Compared {
        suspects = List.copyOf(suspects);
    }
}
