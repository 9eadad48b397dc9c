package dev.movex.core.control.explore;

/** Takes what may happen next. */
@FunctionalInterface
interface Sink {
    /**
     * @param urgency who wants to see everything come to rest lets the lowest happen first; {@link #NEVER} for what he
     *     leaves out
     * @param how what happens
     * @param what to whom or with what, put into words only where a course is told
     */
    void next(int urgency, String how, Object what, Scene scene);

    /** As the other method, where there is no more to be told. */
    default void next(int urgency, String how, Scene scene) {
        next(urgency, how, "", scene);
    }

    /** Faults, new transactions and new changes. */
    int NEVER = Integer.MAX_VALUE;

    /** Returns the sink into which everything goes as a fault. */
    default Sink faults() {
        return (urgency, how, what, scene) -> next(NEVER, how, what, scene);
    }
}
