package dev.movex.testkit.ledger;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that the ledger knows: its columns, those of the primary key first.
 *
 * @param name the name of the table
 * @param columns all columns, the key's first
 * @param keyColumns the number of columns of the key
 */
public record TableSpec(String name, List<Column> columns, int keyColumns) {
    /** A column and how it is read. */
    public record Column(String name, ColumnKind kind) {}

    /** Copies the columns. */
    public TableSpec {
        columns = List.copyOf(columns);
        if (keyColumns < 1 || keyColumns > columns.size()) {
            throw new IllegalArgumentException("a key of 1 to " + columns.size() + " columns is needed: " + name);
        }
    }

    /** Returns the position of a column, from 0. */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + column + " in " + name);
    }

    /** Returns the columns as they stand in a SELECT. */
    public String columnList() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** Returns {@code column = ? AND ...} over the key. */
    public String keyCondition() {
        return keys().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" AND "));
    }

    /** Returns a query that copies all rows out in the order of the key, the same on every server. */
    String copyOut() {
        String order = keys().stream()
                .map(column -> column.kind() == ColumnKind.TEXT ? column.name() + " COLLATE \"C\"" : column.name())
                .collect(Collectors.joining(", "));
        return "COPY (SELECT " + columnList() + " FROM " + name + " ORDER BY " + order + ") TO STDOUT";
    }

    List<Column> keys() {
        return columns.subList(0, keyColumns);
    }

    @Override
    public String toString() {
        return name;
    }
}
