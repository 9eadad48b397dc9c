package dev.movex.core.control.explore;

/** Takes what may happen next. */
@FunctionalInterface
interface Sink {
    /**
     * @param urgency who wants to see everything come to rest lets the lowest happen first; {@link #NEVER} for what he
     *     leaves out
     */
    void next(int urgency, String how, Scene scene);

    /** Faults, new transactions and new changes. */
    int NEVER = Integer.MAX_VALUE;
}
