package dev.movex.core.follow;

import java.time.Duration;

/** Knows whether what was written on the base has been brought to the other side. Thread-safe. */
@FunctionalInterface
public interface Applied {
    /** Somebody for whom nothing is ever on its way: double writers name in the journal what they have not placed. */
    Applied ALWAYS = atMost -> true;

    /**
     * Waits until everything that was committed on the base before this call has been dealt with.
     *
     * @return false if it was not in time
     */
    boolean upToNow(Duration atMost) throws InterruptedException;
}
