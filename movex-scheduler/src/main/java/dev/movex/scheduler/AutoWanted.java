package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * That the migration is wanted to walk to a state by itself; kept in the target, so that it outlives the process that
 * drives it.
 *
 * @param until the state in which the walk ends
 * @param who who asked for it
 * @param since when it was asked for
 * @param paused why it was told to pause; empty if it was not
 * @param holder the process that drives it; empty if nobody does
 * @param beat grows with every sign of life of the holder
 * @param hold why it does not go on, as its holder last said; empty if it does
 */
public record AutoWanted(
        MigrationState until, String who, Instant since, String paused, String holder, long beat, String hold) {
    private static final JsonMapper JSON = JsonMapper.shared();

    AutoWanted paused(String reason) {
        return new AutoWanted(until, who, since, reason, holder, beat + 1, hold);
    }

    AutoWanted heldBy(String process) {
        return new AutoWanted(until, who, since, paused, process, beat + 1, hold);
    }

    AutoWanted alive(String holding) {
        return new AutoWanted(until, who, since, paused, holder, beat + 1, holding);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static AutoWanted ofJson(String json) {
        return JSON.readValue(json, AutoWanted.class);
    }
}
