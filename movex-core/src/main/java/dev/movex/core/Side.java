package dev.movex.core;

/** One of the two databases of a migration. Which one is which is fixed for the whole migration. */
public enum Side {
    /** The source: the database that the application used before the migration. */
    SRC,
    /** The target: the database that the application uses after the migration. */
    DST;

    /** Returns the other side. */
    public Side other() {
        return this == SRC ? DST : SRC;
    }

    /** Returns the name used in messages: {@code source} or {@code target}. */
    public String label() {
        return this == SRC ? "source" : "target";
    }
}
