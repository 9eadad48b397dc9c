package dev.movex.core.event;

/** Takes events that can't be repaired, with the reason. Thread-safe. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Keeps an event for a person to look at.
     *
     * @param reason why it could not be repaired, without values of rows
     */
    void bury(InconsistentEvent event, String reason);
}
