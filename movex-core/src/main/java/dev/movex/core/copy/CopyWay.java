package dev.movex.core.copy;

/** How a chunk's rows get to the other side, from the fastest to the one that always works. */
public enum CopyWay {
    /** By the bulk protocol straight into the table; only where the chunk's range is empty there. */
    STRAIGHT,
    /** By the bulk protocol, leaving rows alone whose key exists. */
    ABSENT,
    /** By inserts, leaving rows alone whose key exists. */
    ROWS,
    /** Row by row under locks, because other rows hold their unique values. */
    REPAIRED
}
