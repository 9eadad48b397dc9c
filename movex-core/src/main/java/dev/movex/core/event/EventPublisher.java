package dev.movex.core.event;

/** Takes confirmed inconsistencies on their way to the repairer. Thread-safe. */
@FunctionalInterface
public interface EventPublisher {
    /**
     * Publishes an event; when the call returns, the event will not be lost by the way.
     *
     * @throws EventNotTakenException if it could not be taken in time; the caller still has it, and tries again
     */
    void publish(InconsistentEvent event) throws InterruptedException;
}
