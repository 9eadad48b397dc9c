package dev.movex.core.plan;

import java.util.List;
import java.util.Optional;

/**
 * A table as one database describes it.
 *
 * @param name its name
 * @param columns all its columns in the order of the table
 * @param key the columns of its primary key in the key's order; empty if it has none
 * @param foreignKeys its foreign keys
 * @param uniques the columns of each unique constraint or index besides the primary key
 * @param triggers the names of its enabled row or statement triggers, without those of constraints
 * @param estimatedRows the server's estimate, −1 where it has none
 */
public record Table(
        TableName name,
        List<Column> columns,
        List<String> key,
        List<ForeignKey> foreignKeys,
        List<List<String>> uniques,
        List<String> triggers,
        long estimatedRows) {
    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        foreignKeys = List.copyOf(foreignKeys);
        uniques = List.copyOf(uniques);
        triggers = List.copyOf(triggers);
    }

    /** Returns the column with the given stored name. */
    public Optional<Column> find(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /**
     * Returns the column with the given stored name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String column) {
        return find(column).orElseThrow(() -> new IllegalArgumentException(name + " has no column " + column));
    }

    /** Returns the columns of the key in the key's order. */
    public List<Column> keyColumns() {
        return key.stream().map(this::column).toList();
    }

    /** Returns the table with other columns as its key. */
    public Table withKey(List<String> columnsOfKey) {
        return new Table(name, columns, columnsOfKey, foreignKeys, uniques, triggers, estimatedRows);
    }

    /** Returns the columns that can be written, in the order of the table. */
    public List<Column> writableColumns() {
        return columns.stream().filter(c -> !c.generated()).toList();
    }
}
