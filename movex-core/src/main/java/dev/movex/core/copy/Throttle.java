package dev.movex.core.copy;

import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the copy wait while it is paused, or while the application, a replica or a server is worse off than the limits
 * allow. One look serves all workers. Thread-safe.
 */
public final class Throttle implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private volatile ThrottleLimits limits;
    private final Signals signals;
    private final Pauser pauser;
    private volatile @Nullable String pausedBy;
    private @Nullable String reason;
    private long lookedAt;
    private boolean looked;

    /** A throttle that looks at both databases over connections of its own. */
    public Throttle(ThrottleLimits limits, Databases databases, CommitTimes commits, Pauser pauser) {
        this.limits = limits;
        this.signals = new Signals(databases, commits);
        this.pauser = pauser;
    }

    /** Sets other limits, from the next look on. */
    public void limits(ThrottleLimits other) {
        limits = other;
    }

    /** Lets no further chunk begin until {@link #resume}; those that are under way end. */
    public void pause(String who) {
        pausedBy = who;
    }

    /** Ends a pause. Returns whether there was one. */
    public boolean resume() {
        boolean was = pausedBy != null;
        pausedBy = null;
        return was;
    }

    /** Returns whether the copy is paused. */
    public boolean paused() {
        return pausedBy != null;
    }

    /**
     * Returns when a chunk may begin.
     *
     * @param cancelled ends the wait
     * @param told hears why the chunk waits, with the limit and what was seen, and null when it no longer does
     */
    public void await(BooleanSupplier cancelled, Consumer<@Nullable String> told) throws InterruptedException {
        String why = why();
        if (why == null) {
            return;
        }
        while (why != null && !cancelled.getAsBoolean()) {
            told.accept(why);
            pauser.pause(PAUSE);
            why = why();
        }
        told.accept(null);
    }

    private @Nullable String why() {
        String who = pausedBy;
        return who != null ? "paused by " + who : overLimit();
    }

    private synchronized @Nullable String overLimit() {
        long now = System.nanoTime();
        if (!looked || now - lookedAt >= limits.look().toNanos()) {
            reason = signals.over(limits);
            looked = true;
            lookedAt = System.nanoTime();
        }
        return reason;
    }

    @Override
    public synchronized void close() {
        signals.close();
    }
}
