package dev.movex.core.access;

import java.time.Duration;

/** Lets time pass between two looks at a database. Tests put one of their own in its place. Thread-safe. */
@FunctionalInterface
public interface Pauser {
    /** Waits for the given time, or shorter. */
    void pause(Duration time) throws InterruptedException;

    /** Returns the pauser that really waits. */
    static Pauser real() {
        return time -> Thread.sleep(time.toMillis(), (int) (time.toNanos() % 1_000_000));
    }
}
