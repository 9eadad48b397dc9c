package dev.movex.core.repair;

import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a repair changes in a row.
 *
 * @param key the row's key
 * @param before the row as it was; null if there was none
 * @param after the row as the repair writes it; null if it deletes it
 */
public record UndoImage(
        DirtyKey key, @Nullable Row before, @Nullable Row after) {}
