package dev.movex.benchmarks.doublewrite;

import java.util.Locale;

/**
 * What a transaction consists of.
 *
 * @param kind its statements
 * @param statements how many; 0 for one statement in auto-commit mode
 */
record Shape(Kind kind, int statements) {

    /** The statements of a transaction. */
    enum Kind {
        INSERT,
        UPDATE,
        /** Inserts and updates in turn. */
        MIXED;

        boolean inserts(int statement) {
            return this == INSERT || (this == MIXED && statement % 2 == 0);
        }
    }

    boolean autoCommit() {
        return statements == 0;
    }

    String label() {
        return (autoCommit() ? "auto" : Integer.toString(statements)) + " "
                + kind.name().toLowerCase(Locale.ROOT);
    }
}
