package dev.movex.benchmarks.change;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the coordinator is told.
 *
 * @param what {@code move}, {@code copy} or {@code settle}
 * @param state the state to move to
 */
record Command(
        @JsonProperty("what") String what,
        @JsonProperty("state") String state) {
    /**
     * What comes back.
     *
     * @param done whether it was done
     * @param state the state that holds now
     * @param millis how long it took
     * @param message what went wrong
     */
    record Reply(
            @JsonProperty("done") boolean done,
            @JsonProperty("state") String state,
            @JsonProperty("millis") double millis,
            @JsonProperty("message") String message) {}
}
