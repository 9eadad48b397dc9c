package dev.movex.core.access;

/** Watches long work: hears of its progress, slows it down, ends it. Called on the worker's threads; thread-safe. */
public interface Watch {
    /** Returns whether the work should end at the next chunk. */
    default boolean cancelled() {
        return false;
    }

    /** Called before each chunk; takes as long as the work should wait for the sake of the databases. */
    default void throttle() throws InterruptedException {}

    /** Called after each chunk. */
    default void progress(Progress progress) {}

    /** Returns a watch that lets the work run. */
    static Watch none() {
        return new Watch() {};
    }
}
