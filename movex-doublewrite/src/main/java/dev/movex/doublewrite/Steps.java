package dev.movex.doublewrite;

import java.sql.SQLException;

/** Named places in the life of a dual-write transaction where a test may stop or fail the writer. */
@FunctionalInterface
interface Steps {
    /** Does nothing anywhere. */
    Steps NONE = step -> {};

    /** Called by the thread that reaches the step. */
    void at(Step step) throws SQLException;

    /** The places, in their order. */
    enum Step {
        /** A secondary connection is at hand, nothing is written on it. */
        SECONDARY_ACQUIRED,
        /** The writes are on the secondary, not committed. */
        SECONDARY_WRITTEN,
        /** The next thing is the primary's fence, journal row and commit. */
        BEFORE_PRIMARY_COMMIT,
        /** The primary has committed. */
        PRIMARY_COMMITTED,
        /** The next thing is the secondary's commit. */
        BEFORE_SECONDARY_COMMIT,
        /** Both have committed. */
        SECONDARY_COMMITTED
    }
}
