package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders rows of one table that refers to itself, so that a row comes after those it refers to. Rows that refer to each
 * other in a ring stay in the order they had.
 */
final class RowOrder {
    private final List<int[][]> references = new ArrayList<>();
    private final Map<List<String>, Row> parents = new HashMap<>();
    private final Set<Row> ordered = new LinkedHashSet<>();

    private RowOrder(PlannedTable table, Side side) {
        for (ForeignKey key : table.on(side).foreignKeys()) {
            boolean moved = table.columns().containsAll(key.columns())
                    && table.columns().containsAll(key.parentColumns());
            if (key.parent().equals(table.on(side).name()) && moved) {
                references.add(new int[][] {places(table, key.columns()), places(table, key.parentColumns())});
            }
        }
    }

    static List<Row> parentsFirst(PlannedTable table, Side side, List<Row> rows) {
        RowOrder order = new RowOrder(table, side);
        if (order.references.isEmpty() || rows.size() < 2) {
            return rows;
        }
        for (int reference = 0; reference < order.references.size(); reference++) {
            for (Row row : rows) {
                List<String> name = order.name(reference, row, 1);
                if (name != null) {
                    order.parents.put(name, row);
                }
            }
        }
        for (Row row : rows) {
            order.place(row);
        }
        return List.copyOf(order.ordered);
    }

    private static int[] places(PlannedTable table, List<String> columns) {
        return columns.stream().mapToInt(table.columns()::indexOf).toArray();
    }

    /** Goes up by a stack of its own: a chain of rows may be as long as the batch. */
    private void place(Row first) {
        List<Row> path = new ArrayList<>(List.of(first));
        Set<Row> onPath = new LinkedHashSet<>(path);
        while (!path.isEmpty()) {
            Row row = path.get(path.size() - 1);
            Row parent = waiting(row, onPath);
            if (parent == null) {
                ordered.add(row);
                path.remove(path.size() - 1);
            } else {
                path.add(parent);
                onPath.add(parent);
            }
        }
    }

    private @Nullable Row waiting(Row row, Set<Row> onPath) {
        for (int reference = 0; reference < references.size(); reference++) {
            List<String> name = name(reference, row, 0);
            Row parent = name == null ? null : parents.get(name);
            if (parent != null && !ordered.contains(parent) && !onPath.contains(parent)) {
                return parent;
            }
        }
        return null;
    }

    /** Returns the values of one end of a reference, or null if one of them is NULL. */
    private @Nullable List<String> name(int reference, Row row, int end) {
        List<String> name = new ArrayList<>(List.of(String.valueOf(reference)));
        for (int place : references.get(reference)[end]) {
            String value = row.values().get(place);
            if (value == null) {
                return null;
            }
            name.add(value);
        }
        return Objects.requireNonNull(name);
    }
}
