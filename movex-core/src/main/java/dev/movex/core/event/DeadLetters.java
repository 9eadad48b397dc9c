package dev.movex.core.event;

/** Takes events that can't be repaired, with the reason. Thread-safe. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Keeps an event for a person to look at.
     *
     * @param reason why it could not be repaired, without values of rows; begins with the name of a {@link
     *     dev.movex.core.repair.DeadReason}
     */
    void bury(InconsistentEvent event, String reason);

    /** Told that the row of an event is settled: what was kept of it is void. */
    default void settled(InconsistentEvent event) {}
}
