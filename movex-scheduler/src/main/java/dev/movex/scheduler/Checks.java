package dev.movex.scheduler;

import java.time.Duration;

/**
 * Validations that the scheduler starts by itself while both sides are written and the copy is proven, one process for all. An
 * interval of zero is never.
 *
 * @param keysInterval how often all keys are compared, which shows rows that were deleted or added past the double writer
 * @param sampleInterval how often a share of all ranges is compared
 * @param samplePercent that share, from 1 to 100
 * @param boxInterval how often a box of time goes on with a full validation
 * @param boxTime how long a box lasts
 */
public record Checks(
        Duration keysInterval, Duration sampleInterval, int samplePercent, Duration boxInterval, Duration boxTime) {

    /** Returns the checks that start none. */
    public static Checks none() {
        return new Checks(Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, Duration.ofMinutes(5));
    }

    /** Returns the same checks with another interval of those of keys. */
    public Checks withKeys(Duration every) {
        return new Checks(every, sampleInterval, samplePercent, boxInterval, boxTime);
    }

    /** Returns the same checks with other samples. */
    public Checks withSamples(Duration every, int percent) {
        return new Checks(keysInterval, every, percent, boxInterval, boxTime);
    }

    /** Returns the same checks with other boxes. */
    public Checks withBoxes(Duration every, Duration time) {
        return new Checks(keysInterval, sampleInterval, samplePercent, every, time);
    }
}
