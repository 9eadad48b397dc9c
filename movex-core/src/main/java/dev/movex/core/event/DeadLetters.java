package dev.movex.core.event;

import dev.movex.core.row.DirtyKey;
import java.util.Collection;

/** Takes events that can't be repaired, with the reason. Thread-safe. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Keeps an event for a person to look at.
     *
     * @param reason why it could not be repaired, without values of rows; begins with the name of a {@link
     *     dev.movex.core.repair.DeadReason}
     * @throws EventNotTakenException if it could not be kept; the caller still has it, and tries again
     */
    void bury(InconsistentEvent event, String reason);

    /** Told that rows are settled: what was kept of them is void. */
    default void settled(Collection<DirtyKey> keys) {}

    /** Returns the one that tells two others. */
    static DeadLetters both(DeadLetters first, DeadLetters second) {
        return new DeadLetters() {
            @Override
            public void bury(InconsistentEvent event, String reason) {
                first.bury(event, reason);
                second.bury(event, reason);
            }

            @Override
            public void settled(Collection<DirtyKey> keys) {
                first.settled(keys);
                second.settled(keys);
            }
        };
    }
}
