package dev.movex.core.copy;

import java.time.Duration;

/**
 * Beyond what the copy waits for the sake of the application. A limit of zero is none.
 *
 * @param latency the mean time of the application's commits, or where none is known, of a small read by Movex
 * @param replicaLag how far a replica of either side, or a side that is one, is behind
 * @param running the statements that run at once on either side, the copy's own among them
 * @param look how long a look at the databases is good for
 */
public record ThrottleLimits(Duration latency, Duration replicaLag, int running, Duration look) {

    /** Returns limits that an application in good health stays below. */
    public static ThrottleLimits standard() {
        return new ThrottleLimits(Duration.ofMillis(250), Duration.ofSeconds(30), 64, Duration.ofSeconds(1));
    }

    /** Returns the limits with another one for the application's commits. */
    public ThrottleLimits withLatency(Duration limit) {
        return new ThrottleLimits(limit, replicaLag, running, look);
    }

    /** Returns the limits with another one for replicas. */
    public ThrottleLimits withReplicaLag(Duration limit) {
        return new ThrottleLimits(latency, limit, running, look);
    }

    /** Returns the limits with another one for running statements. */
    public ThrottleLimits withRunning(int limit) {
        return new ThrottleLimits(latency, replicaLag, limit, look);
    }

    /** Returns the limits with looks that are good for another time. */
    public ThrottleLimits withLook(Duration time) {
        return new ThrottleLimits(latency, replicaLag, running, time);
    }
}
