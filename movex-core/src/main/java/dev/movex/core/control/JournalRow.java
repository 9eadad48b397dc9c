package dev.movex.core.control;

import dev.movex.core.row.DirtyKey;
import java.time.Duration;
import java.util.List;

/**
 * A journal row that is pending: its transaction has been committed on the primary, and its keys may not have reached
 * the secondary.
 *
 * @param id its id; the order of ids is not the order of commits
 * @param epoch the epoch it was written under
 * @param keys the rows that the transaction wrote
 * @param age since when it is there
 */
public record JournalRow(long id, long epoch, List<DirtyKey> keys, Duration age) {
    public JournalRow {
        keys = List.copyOf(keys);
    }
}
