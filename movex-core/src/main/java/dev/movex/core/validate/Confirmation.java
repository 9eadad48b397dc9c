package dev.movex.core.validate;

import dev.movex.core.row.DirtyKey;
import java.util.List;
import java.util.Set;

/**
 * What became of suspects.
 *
 * @param confirmed those that differ, proven under locks
 * @param pending those that could not be judged in time: the journal still names them, so that the sweeper has them, or
 *     their rows stayed locked
 */
public record Confirmation(List<Confirmed> confirmed, Set<DirtyKey> pending) {
    public Confirmation {
        confirmed = List.copyOf(confirmed);
        pending = Set.copyOf(pending);
    }
}
