package dev.movex.doublewrite.sql;

/** What a statement does to rows. */
public enum Verb {
    /** Adds rows. */
    INSERT,
    /** Changes rows. */
    UPDATE,
    /** Removes rows. */
    DELETE
}
