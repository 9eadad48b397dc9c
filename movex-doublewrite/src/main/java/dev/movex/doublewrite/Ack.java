package dev.movex.doublewrite;

/** What the caller of a commit waits for. */
public enum Ack {
    /** Both databases have committed. */
    BOTH,
    /** The primary has committed, and the secondary has been written and commits without being waited for. */
    PRIMARY
}
