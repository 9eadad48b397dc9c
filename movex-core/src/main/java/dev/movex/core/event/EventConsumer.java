package dev.movex.core.event;

import java.time.Duration;
import java.util.List;

/** Hands out events, each at least once. For one thread. */
public interface EventConsumer extends AutoCloseable {
    /** Returns up to {@code max} events, waiting for the first one; empty if none came in time. */
    List<InconsistentEvent> poll(int max, Duration atMost) throws InterruptedException;

    /**
     * Tells that all events handed out so far are dealt with. Those that are not are handed out again when this consumer is
     * closed or gone.
     */
    void settle();

    /** Tells the carrier that this consumer lives, while it takes no events. Hands out nothing. */
    default void keep() {}

    @Override
    void close();
}
