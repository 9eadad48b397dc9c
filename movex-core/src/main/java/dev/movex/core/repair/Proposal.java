package dev.movex.core.repair;

import dev.movex.core.row.DirtyKey;
import java.util.List;

/**
 * What a repair would do to a row if it ran now. Has names and keys, never values.
 *
 * @param key the row's key
 * @param action what would be done
 * @param columns the columns that would change; empty unless the row is updated
 * @param displaced the rows that would have to be repaired with it, since they have its unique values
 * @param reason why nothing can be done; empty unless the action is {@code BLOCKED}
 */
public record Proposal(DirtyKey key, Action action, List<String> columns, List<DirtyKey> displaced, String reason) {
    public Proposal {
        columns = List.copyOf(columns);
        displaced = List.copyOf(displaced);
    }

    /** What would be done. */
    public enum Action {
        /** Both sides are equal, or neither has the row. */
        NOTHING,
        /** The other side has no such row. */
        INSERT,
        /** The other side's row differs. */
        UPDATE,
        /** The base has no such row. */
        DELETE,
        /** The row can't be looked at now; the reason says why. */
        BLOCKED
    }
}
