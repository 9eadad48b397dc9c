package dev.movex.scheduler;

import dev.movex.core.Side;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the last incremental windows have shown.
 *
 * @param base the side that was taken as the truth
 * @param clean how many in a row were clean, up to the last one
 * @param at when the last one ended
 */
record WindowEvidence(Side base, int clean, Instant at) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Returns what the windows have shown when another one has ended. */
    WindowEvidence next(Side of, boolean wasClean, Instant ended) {
        return new WindowEvidence(of, wasClean ? (of == base ? clean + 1 : 1) : 0, ended);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static WindowEvidence ofJson(String json) {
        return JSON.readValue(json, WindowEvidence.class);
    }
}
