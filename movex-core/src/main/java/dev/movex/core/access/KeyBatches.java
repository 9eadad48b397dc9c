package dev.movex.core.access;

import dev.movex.core.Side;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts keys into batches whose rows may be in memory at once: bounded by their number and, in tables with columns that may
 * be large, by the size of the rows on both sides. A row that is larger than the bound is a batch of its own.
 */
public final class KeyBatches {
    /** What the rows of a batch weigh at most on a side; in memory they take a few times as much. */
    static final long MOST_BYTES = 4_000_000;

    private KeyBatches() {}

    /**
     * Cuts keys, keeping their order.
     *
     * @param connections a connection to each side, on which the rows are weighed
     * @param most how many keys a batch has at most
     */
    public static List<List<DirtyKey>> cut(
            Plan plan, Databases databases, Map<Side, Connection> connections, List<DirtyKey> keys, int most)
            throws SQLException {
        List<List<DirtyKey>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += most) {
            List<DirtyKey> some = keys.subList(from, Math.min(keys.size(), from + most));
            Map<DirtyKey, Long> weights = some.size() == 1 ? Map.of() : weights(plan, databases, connections, some);
            if (weights.values().stream().mapToLong(Long::longValue).sum() <= MOST_BYTES) {
                batches.add(some);
            } else {
                cut(some, weights, batches);
            }
        }
        return batches;
    }

    /** Returns whether the rows of the keys may be large, so that they are worth weighing. */
    public static boolean mayBeLarge(Plan plan, Databases databases, List<DirtyKey> keys) {
        return keys.size() > 1
                && keys.stream()
                        .map(DirtyKey::table)
                        .distinct()
                        .map(plan::table)
                        .anyMatch(
                                table -> databases.table(table, Side.SRC).sql().anyLong());
    }

    private static void cut(List<DirtyKey> keys, Map<DirtyKey, Long> weights, List<List<DirtyKey>> batches) {
        int from = 0;
        long weight = 0;
        for (int i = 0; i < keys.size(); i++) {
            long own = weights.getOrDefault(keys.get(i), 0L);
            if (i > from && weight + own > MOST_BYTES) {
                batches.add(keys.subList(from, i));
                from = i;
                weight = 0;
            }
            weight += own;
        }
        batches.add(keys.subList(from, keys.size()));
    }

    private static Map<DirtyKey, Long> weights(
            Plan plan, Databases databases, Map<Side, Connection> connections, List<DirtyKey> keys)
            throws SQLException {
        Map<DirtyKey, Long> weights = new HashMap<>();
        for (PlannedTable table : plan.tables()) {
            List<RowKey> ofTable = keys.stream()
                    .filter(key -> key.table().equals(table.name()))
                    .map(DirtyKey::key)
                    .toList();
            if (ofTable.isEmpty()) {
                continue;
            }
            for (Map.Entry<Side, Connection> side : connections.entrySet()) {
                databases
                        .table(table, side.getKey())
                        .weigh(side.getValue(), ofTable)
                        .forEach((key, weight) -> weights.merge(new DirtyKey(table.name(), key), weight, Math::max));
            }
        }
        return weights;
    }
}
