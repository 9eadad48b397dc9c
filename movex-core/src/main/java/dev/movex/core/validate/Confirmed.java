package dev.movex.core.validate;

import dev.movex.core.event.InconsistencyType;
import dev.movex.core.row.DirtyKey;
import java.util.List;

/**
 * An inconsistency that was confirmed under locks.
 *
 * @param key the row
 * @param type how the sides differ
 * @param columns the columns that differ; empty unless both sides have the row
 */
public record Confirmed(DirtyKey key, InconsistencyType type, List<String> columns) {
    public Confirmed {
        columns = List.copyOf(columns);
    }
}
