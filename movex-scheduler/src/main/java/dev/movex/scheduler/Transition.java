package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A move that was made.
 *
 * @param from the state that was left
 * @param to the state that was entered
 * @param epoch the epoch it was entered with
 * @param at when it was entered
 * @param who who asked for it
 * @param why the reason given
 * @param gates what the gates said
 * @param pauseMillis the longest that a call of the application was held; null if nothing was
 */
public record Transition(
        MigrationState from,
        MigrationState to,
        long epoch,
        Instant at,
        String who,
        String why,
        List<GateResult> gates,
        @Nullable Double pauseMillis) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Transition of(AuditEntry move, @Nullable Double pauseMillis) {
        return new Transition(
                Objects.requireNonNull(move.from()),
                Objects.requireNonNull(move.to()),
                move.epoch(),
                move.at(),
                move.who(),
                move.why(),
                move.gates(),
                pauseMillis);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static Transition ofJson(String json) {
        return JSON.readValue(json, Transition.class);
    }
}
