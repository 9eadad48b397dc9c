package dev.movex.core.repair;

import dev.movex.core.row.DirtyKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the keys of a repair.
 *
 * @param outcomes the outcome of each key that was asked for, and of those that had to be repaired with them
 */
public record RepairResult(Map<DirtyKey, KeyOutcome> outcomes) {
    public RepairResult {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Returns whether nothing is left to do for any of the given keys. */
    public boolean settled(Collection<DirtyKey> keys) {
        return keys.stream()
                .allMatch(key -> outcomes.containsKey(key) && outcomes.get(key).settled());
    }

    /** Returns how many keys had the given outcome. */
    public int count(KeyOutcome.Kind kind) {
        return (int) outcomes.values().stream().filter(o -> o.kind() == kind).count();
    }

    /** Returns how many rows were changed. */
    public int changed() {
        return count(KeyOutcome.Kind.WRITTEN) + count(KeyOutcome.Kind.DELETED);
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
