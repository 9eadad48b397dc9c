package dev.movex.core.row;

/**
 * The identity of a row that may differ between the two sides.
 *
 * @param table the plan's name of the table
 * @param key the row's key
 */
public record DirtyKey(String table, RowKey key) {
    @Override
    public String toString() {
        return table + "/" + key;
    }
}
