package dev.movex.core.repair;

import dev.movex.core.row.DirtyKey;
import java.util.List;
import java.util.Map;

/**
 * What a sweep of the journal did.
 *
 * @param rows the journal rows that were old enough
 * @param removed how many of them are settled and gone
 * @param outcomes what became of their keys
 */
public record SweepResult(int rows, int removed, Map<DirtyKey, KeyOutcome> outcomes) {
    public SweepResult {
        outcomes = Map.copyOf(outcomes);
    }

    /** Returns the keys that are not settled. */
    public List<DirtyKey> unsettled() {
        return outcomes.entrySet().stream()
                .filter(entry -> !entry.getValue().settled())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns whether the base was not the base any more. */
    public boolean refused() {
        return outcomes.values().stream().anyMatch(o -> o.kind() == KeyOutcome.Kind.REFUSED);
    }

    /**
     * Returns the outcome of a key.
     *
     * @throws IllegalArgumentException if nothing was asked about it
     */
    public KeyOutcome outcome(DirtyKey key) {
        KeyOutcome outcome = outcomes.get(key);
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome of " + key);
        }
        return outcome;
    }
}
