package dev.movex.core.row;

import java.util.List;

/**
 * The primary key of a row: the canonical text of each key column in the key's order.
 *
 * @param values never null, never empty
 */
public record RowKey(List<String> values) {
    public RowKey {
        values = List.copyOf(values);
    }

    /** Returns the key of the given values. */
    public static RowKey of(String... values) {
        return new RowKey(List.of(values));
    }

    @Override
    public String toString() {
        return values.size() == 1 ? values.get(0) : values.toString();
    }
}
