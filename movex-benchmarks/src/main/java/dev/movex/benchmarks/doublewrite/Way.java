package dev.movex.benchmarks.doublewrite;

import java.util.Locale;

/** The ways in which the same transactions are written. */
enum Way {
    /** One database, without Movex: what everything is compared with. */
    PLAIN,
    /** Each statement on both databases, one after the other, then both commits. */
    NAIVE,
    /** What a double write that loses nothing costs at least, by hand; see {@link Floor}. */
    FLOOR,
    /** Movex in {@code src_first}; callers wait for the primary. */
    MOVEX,
    /** Movex in {@code src_first}; callers wait for both commits. */
    MOVEX_BOTH,
    /** Movex in {@code src_first}; callers wait for the primary and its journal row, and an applier brings rows over. */
    MOVEX_JOURNAL,
    /** Movex in {@code src_only}, where it should not be felt. */
    MOVEX_SINGLE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String table() {
        return "orders_" + label();
    }

    boolean dual() {
        return this == MOVEX || this == MOVEX_BOTH || this == MOVEX_JOURNAL;
    }
}
