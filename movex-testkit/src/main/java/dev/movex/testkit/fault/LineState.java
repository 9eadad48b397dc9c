package dev.movex.testkit.fault;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What the line does to bytes at the moment. Shared by all connections of a relay; thread-safe. */
final class LineState {
    private volatile long toServerNanos;
    private volatile long toClientNanos;
    private final AtomicLong trips = new AtomicLong();
    private boolean frozen;

    void delay(Duration toServer, Duration toClient) {
        toServerNanos = toServer.toNanos();
        toClientNanos = toClient.toNanos();
    }

    long delayNanos(boolean towardsServer) {
        return towardsServer ? toServerNanos : toClientNanos;
    }

    void tripDone() {
        trips.incrementAndGet();
    }

    long trips() {
        return trips.get();
    }

    synchronized void freeze(boolean on) {
        frozen = on;
        notifyAll();
    }

    /** Wakes those that wait in {@link #awaitThaw}, so that they see that their connection was closed. */
    synchronized void wake() {
        notifyAll();
    }

    synchronized void awaitThaw(Connection connection) throws InterruptedException {
        while (frozen && connection.isOpen()) {
            wait();
        }
    }
}
