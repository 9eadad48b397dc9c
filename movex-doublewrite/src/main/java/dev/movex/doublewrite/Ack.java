package dev.movex.doublewrite;

/** What the caller of a commit waits for. */
public enum Ack {
    /** Both databases have committed. */
    BOTH,
    /** The primary has committed, and the secondary has been written and commits without being waited for. */
    PRIMARY,
    /**
     * The primary has committed, with the keys in its journal. The secondary is not touched: appliers bring the keys'
     * rows over. The cheapest; the secondary is behind by the age of the journal.
     */
    JOURNAL
}
