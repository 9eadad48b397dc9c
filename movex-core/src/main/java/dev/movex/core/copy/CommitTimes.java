package dev.movex.core.copy;

import java.util.OptionalDouble;

/** Tells how long the application's commits take. Implementations are thread-safe. */
@FunctionalInterface
public interface CommitTimes {
    /** Returns the mean time of the commits since the last call, in milliseconds; empty if there were none. */
    OptionalDouble meanMillis();

    /** Knows of no commits. */
    static CommitTimes unknown() {
        return OptionalDouble::empty;
    }
}
