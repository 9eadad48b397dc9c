package dev.movex.doublewrite.sql;

/** Transaction control that was sent as SQL text. */
public sealed interface Control {

    /**
     * Begins a transaction.
     *
     * @param modes its modes as they stand in the text; empty if none
     */
    record Begin(String modes) implements Control {}

    /** Commits. */
    record Commit() implements Control {}

    /** Rolls everything back. */
    record Rollback() implements Control {}

    /**
     * Sets a savepoint.
     *
     * @param name its name as stored
     */
    record Savepoint(String name) implements Control {}

    /**
     * Forgets a savepoint.
     *
     * @param name its name as stored
     */
    record Release(String name) implements Control {}

    /**
     * Rolls back to a savepoint.
     *
     * @param name its name as stored
     */
    record RollbackTo(String name) implements Control {}
}
