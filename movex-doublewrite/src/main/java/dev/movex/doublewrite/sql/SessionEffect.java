package dev.movex.doublewrite.sql;

/** What a statement leaves behind in the session that runs it. */
public enum SessionEffect {
    /** Something that does not change what later statements write, and is lost on another connection. */
    PINS,
    /** A temporary table, which may hide another table of its name. */
    TEMPORARY,
    /** A temporary table is gone. */
    TEMPORARY_GONE,
    /** Something that may change what later statements write: they go as images from then on. */
    DECIDES_VALUES,
    /** Other schemas for names without one, or other rules for reading a text. */
    SEARCH_PATH,
    /** Perhaps another isolation level, for this transaction. */
    TRANSACTION_MODE,
    /** Perhaps another isolation level, for all later transactions. */
    SESSION_MODE;

    /** Returns whether the session must stay on its physical connection. */
    public boolean pins() {
        return this != TRANSACTION_MODE;
    }
}
