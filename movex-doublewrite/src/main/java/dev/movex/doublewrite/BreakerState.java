package dev.movex.doublewrite;

/** Whether the secondary is tried. */
public enum BreakerState {
    /** It is. */
    CLOSED,
    /** It is not; keys stay in the journal. */
    OPEN,
    /** One transaction is trying. */
    HALF_OPEN
}
