package dev.movex.core.event;

import java.util.Locale;

/** How the two sides differ in a row. */
public enum InconsistencyType {
    /** The base has the row, the other side has none. */
    TARGET_MISSING,
    /** Both have the row, and it differs. */
    NEQ,
    /** The base has no such row, the other side has one. */
    BASE_MISSING;

    /** Returns the name used in events, for example {@code target_missing}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type of the given name. */
    public static InconsistencyType ofWire(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
