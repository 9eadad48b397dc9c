package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table that is moved: how each side describes it, and what both have in common.
 *
 * @param name the name that events, reports and the API use: the source's {@code schema.table}
 * @param src the source's table
 * @param dst the target's table
 * @param columns the columns that are moved, in plan order; every row image has its values in this order
 * @param updateTime the column that tells when a row was last changed, for the incremental scan; null if none
 */
public record PlannedTable(
        String name,
        Table src,
        Table dst,
        List<String> columns,
        @Nullable String updateTime) {
    public PlannedTable {
        columns = List.copyOf(columns);
    }

    /** Returns how the given side describes the table. */
    public Table on(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Returns the names of the key's columns in the key's order. */
    public List<String> key() {
        return src.key();
    }

    /** Returns the moved columns as the given side describes them, in plan order. */
    public List<Column> columnsOn(Side side) {
        Table table = on(side);
        return columns.stream().map(table::column).toList();
    }

    /** Returns the place of each key column among {@link #columns}. */
    public int[] keyIndexes() {
        return key().stream().mapToInt(columns::indexOf).toArray();
    }

    /** Returns the row with the given values, one for each moved column in plan order. */
    public Row row(List<@Nullable String> values) {
        return new Row(
                new RowKey(key().stream()
                        .map(column -> Objects.requireNonNull(values.get(columns.indexOf(column))))
                        .toList()),
                values);
    }

    /** Returns whether both sides order the key alike, so that ranges of keys are the same rows on both. */
    public boolean sharesKeyOrder() {
        List<Column> a = src.keyColumns();
        List<Column> b = dst.keyColumns();
        return IntStream.range(0, a.size()).allMatch(i -> ordersAlike(a.get(i), b.get(i)));
    }

    private static boolean ordersAlike(Column a, Column b) {
        return switch (a.kind()) {
            case TEXT, CHAR, ENUM -> !a.collation().isEmpty() && Objects.equals(a.collation(), b.collation());
            default -> true;
        };
    }
}
