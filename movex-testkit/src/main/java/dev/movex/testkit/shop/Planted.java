package dev.movex.testkit.shop;

import java.util.List;

/**
 * A row that {@link Damage} spoilt.
 *
 * @param table the table
 * @param key the key, one text for each of its columns
 * @param kind what was done
 */
public record Planted(String table, List<String> key, Kind kind) {
    /** What was done to the row. */
    public enum Kind {
        /** A column has another value. */
        CHANGED,
        /** The row is gone. */
        DELETED,
        /** The row is new. */
        ADDED
    }

    /** Copies the key. */
    public Planted {
        key = List.copyOf(key);
    }

    /** Returns the key as one text, its columns parted by commas. */
    public String keyText() {
        return String.join(",", key);
    }
}
