package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.util.List;
import java.util.Map;

/**
 * What a rehearsal of a change of the primary has shown: everything was done up to the decision, and undone.
 *
 * @param to the state that would have been reached
 * @param epoch the epoch that holds afterwards
 * @param rounds how many rounds came to the decision
 * @param pause how long new transactions were held in those, as the coordinator saw it, in milliseconds
 * @param steps how long each step took, in milliseconds, in their order; of those inside the pause the slowest is what holds
 *     it up
 * @param heldUp what kept a round from its decision, in words; empty if nothing
 */
public record Rehearsal(
        MigrationState to, long epoch, int rounds, Spread pause, Map<String, Spread> steps, List<String> heldUp) {
    public Rehearsal {
        heldUp = List.copyOf(heldUp);
    }

    /** Returns whether every round came to the decision. */
    public boolean passed() {
        return heldUp.isEmpty();
    }

    /**
     * How times are spread, in milliseconds.
     *
     * @param p50 the median
     * @param p99 the 99th percentile
     * @param max the longest
     */
    public record Spread(double p50, double p99, double max) {
        static Spread of(List<Double> millis) {
            List<Double> sorted = millis.stream().sorted().toList();
            return sorted.isEmpty()
                    ? new Spread(0, 0, 0)
                    : new Spread(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(List<Double> sorted, double share) {
            int index = (int) Math.ceil(share * sorted.size()) - 1;
            return Math.round(sorted.get(Math.max(0, index)) * 100) / 100.0;
        }
    }

    /** Returns the rehearsal in a sentence, for the audit trail. */
    String toWords() {
        return rounds + " rounds to " + to.wire() + ", pause p50 " + pause.p50() + " ms, p99 " + pause.p99() + " ms"
                + (passed() ? "" : "; held up: " + String.join("; ", heldUp));
    }
}
