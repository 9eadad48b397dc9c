package dev.movex.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run of work that goes on in the background, or has.
 *
 * @param id its id
 * @param kind {@code copy}, {@code full}, {@code incremental} or {@code auto-migrate}
 * @param startedBy who asked for it
 * @param startedAt when it began
 * @param endedAt when it ended; null while it runs
 * @param state {@code running}, {@code done}, {@code stopped} or {@code failed}
 * @param error why it failed, without values of rows; null otherwise
 */
public record RunInfo(
        String id,
        String kind,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        String state,
        @Nullable String error) {
    /** Returns whether it still runs. */
    public boolean running() {
        return endedAt == null;
    }
}
