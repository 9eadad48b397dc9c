package dev.movex.core.event;

/** Takes records of runs. Thread-safe. */
@FunctionalInterface
public interface EvidenceSink {
    /** Takes a record. */
    void record(Evidence evidence);

    /** Returns the one that forgets. */
    static EvidenceSink none() {
        return evidence -> {};
    }
}
