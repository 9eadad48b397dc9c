package dev.movex.core.repair;

import java.time.Duration;

/**
 * The limits of a repair.
 *
 * @param batch how many keys one transaction takes at most
 * @param batchLockWait how long a transaction with many keys waits for a lock; far below the servers' deadlock
 *     time-outs, so that the application is never the victim
 * @param lockWait how long a transaction with one key waits for a lock
 * @param attempts how often one key is tried
 * @param backoff the pause after a first failure; doubles with each further one
 * @param horizonWait how long to wait for the transactions that might bring back a key that neither side has
 * @param passesOver whether rows of the base that the application has locked are passed over, so that repair never waits
 *     for the application nor the application for a repair that waits
 */
public record RepairOptions(
        int batch,
        Duration batchLockWait,
        Duration lockWait,
        int attempts,
        Duration backoff,
        Duration horizonWait,
        boolean passesOver) {

    /** Returns limits that suit an application under load. */
    public static RepairOptions standard() {
        return new RepairOptions(
                200,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                6,
                Duration.ofMillis(20),
                Duration.ofSeconds(10),
                false);
    }

    /** Returns the limits with another number of attempts. */
    public RepairOptions withAttempts(int number) {
        return new RepairOptions(batch, batchLockWait, lockWait, number, backoff, horizonWait, passesOver);
    }

    /** Returns the limits with another wait for transactions that might bring back a key. */
    public RepairOptions withHorizonWait(Duration wait) {
        return new RepairOptions(batch, batchLockWait, lockWait, attempts, backoff, wait, passesOver);
    }

    /** Returns the limits with other waits for locks. */
    public RepairOptions withLockWait(Duration wait) {
        return new RepairOptions(batch, wait, wait, attempts, backoff, horizonWait, passesOver);
    }

    /** Returns the limits for one who passes over what the application has locked. */
    public RepairOptions passingOver() {
        return new RepairOptions(batch, batchLockWait, lockWait, attempts, backoff, horizonWait, true);
    }
}
