package dev.movex.doublewrite.sql;

/** Transaction control that was sent as SQL text. */
public sealed interface Control {

    /**
     * Begins a transaction.
     *
     * @param run the statement that gives the transaction its modes; empty if it has none
     * @param commits whether an open transaction is committed first
     */
    record Begin(String run, boolean commits) implements Control {}

    /**
     * Lets each statement commit by itself, or not.
     *
     * @param on whether it does
     */
    record AutoCommit(boolean on) implements Control {}

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
