package dev.movex.core.control;

import java.time.Duration;
import java.util.List;

/**
 * One application process, as the coordinator sees it. Implementations are thread-safe. Members in the coordinator's own
 * process are called directly; members elsewhere are reached through the control store.
 */
public interface Member {
    /** Returns the name of the process, unique within the migration. */
    String id();

    /** Returns what new transactions begin under. */
    Assignment assignment();

    /**
     * Lets new transactions wait. The hold ends with {@link #adopt}, {@link #release}, or by itself after {@code
     * atMost}; those who waited then go on under the assignment that holds at that time.
     */
    void hold(Duration atMost);

    /** Ends a hold without a change. */
    void release();

    /** Begins all further transactions under the given assignment and ends a hold. An older epoch is ignored. */
    void adopt(Assignment assignment);

    /**
     * Waits until no transaction is open that began under an epoch before the given one.
     *
     * @return false if some were still open when the time was over
     */
    boolean awaitDrained(long beforeEpoch, Duration atMost) throws InterruptedException;

    /** Returns the transactions that are open, the oldest first. */
    List<OpenTransaction> openTransactions();
}
