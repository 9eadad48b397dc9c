package dev.movex.core.access;

/**
 * Is told when a worker reaches a named step, so that a test can hold it there and let something else happen. Called
 * on the worker's thread.
 */
@FunctionalInterface
public interface Steps {
    /** Called when the step is reached; the worker goes on when the call returns. */
    void reached(Step step) throws InterruptedException;

    /** Returns the hook that does nothing. */
    static Steps none() {
        return step -> {};
    }

    /** The steps at which a race can be forced. */
    enum Step {
        /** The copier holds the target's transaction and has not read the chunk. */
        COPY_FENCED,
        /** The copier has written a chunk and has not committed it. */
        COPY_WRITTEN,
        /** The copier has committed a chunk and has not saved its cursor. */
        COPY_COMMITTED,
        /** All chunks of a table are there, the comparison that proves them has not begun. */
        COPY_COMPLETE,
        /** The repairer holds the base's rows and has not looked at the target. */
        REPAIR_BASE_LOCKED,
        /** The repairer holds the rows of both sides and has written nothing. */
        REPAIR_BOTH_LOCKED,
        /** The repairer has decided what to write and has written nothing. */
        REPAIR_DECIDED,
        /** The repairer has committed the target and still holds the base's rows. */
        REPAIR_TARGET_COMMITTED,
        /** The repairer has found a key on neither side and holds no lock. */
        REPAIR_ABSENT_ON_BOTH,
        /** A comparison has suspects that no lock has confirmed. */
        COMPARE_SUSPECTS,
        /** The confirmer holds the base's rows and has not read the journal. */
        CONFIRM_BASE_LOCKED,
        /** The confirmer has found no journal row and has not looked at the target. */
        CONFIRM_JOURNAL_READ,
        /** The confirmer holds the target's row and has not looked at the base. */
        CONFIRM_TARGET_LOCKED,
        /** The sweeper has repaired the keys of journal rows and has not deleted the rows. */
        SWEEP_REPAIRED
    }
}
