package dev.movex.doublewrite;

import dev.movex.core.row.DirtyKey;
import java.util.List;

/**
 * A read that the two databases answer differently, although no write of it was in flight. Carries no values.
 *
 * @param sql the text without values
 * @param tables the tables that it reads
 * @param keys the keys of rows that differ, some of them; empty if the answer does not hold the key of one table
 * @param order whether the rows are the same and their order alone differs
 */
public record ShadowDifference(String sql, List<String> tables, List<DirtyKey> keys, boolean order) {
    public ShadowDifference {
        tables = List.copyOf(tables);
        keys = List.copyOf(keys);
    }
}
