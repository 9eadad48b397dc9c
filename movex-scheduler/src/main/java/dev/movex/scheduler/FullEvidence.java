package dev.movex.scheduler;

import dev.movex.core.Side;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a full validation over all tables has shown.
 *
 * @param run the run's id
 * @param base the side that was taken as the truth
 * @param epoch the epoch that it began under
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param rows rows compared
 * @param confirmed inconsistencies confirmed under locks
 * @param pending keys that the journal still named when the run ended
 * @param clean whether nothing was found and nothing was left out
 */
record FullEvidence(
        String run,
        Side base,
        long epoch,
        Instant startedAt,
        Instant endedAt,
        long rows,
        long confirmed,
        long pending,
        boolean clean) {
    private static final JsonMapper JSON = JsonMapper.shared();

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static FullEvidence ofJson(String json) {
        return JSON.readValue(json, FullEvidence.class);
    }
}
