package dev.movex.core.event;

import java.util.List;

/** Takes confirmed inconsistencies on their way to the repairer. Thread-safe. */
@FunctionalInterface
public interface EventPublisher {
    /**
     * Publishes an event; when the call returns, the event will not be lost by the way.
     *
     * @throws EventNotTakenException if it could not be taken in time; the caller still has it, and tries again
     */
    void publish(InconsistentEvent event) throws InterruptedException;

    /**
     * Publishes several events, those of one row in their order.
     *
     * @throws EventNotTakenException if one of them could not be taken in time; some may be on their way, and the caller
     *     publishes all of them again
     */
    default void publishAll(List<InconsistentEvent> events) throws InterruptedException {
        for (InconsistentEvent event : events) {
            publish(event);
        }
    }
}
