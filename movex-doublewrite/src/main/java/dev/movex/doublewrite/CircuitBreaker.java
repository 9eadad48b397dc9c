package dev.movex.doublewrite;

import dev.movex.doublewrite.DoubleWriteConfig.BreakerLimits;
import java.util.function.LongSupplier;

/**
 * Keeps transactions from waiting for a dead secondary. After so many failures in a row it opens; while it is open one
 * transaction per interval tries, and its success closes it. Thread-safe.
 */
final class CircuitBreaker {
    private final BreakerLimits limits;
    private final LongSupplier nanos;
    private int failures;
    private BreakerState state = BreakerState.CLOSED;
    private long triedAt;

    CircuitBreaker(BreakerLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Returns whether the caller may try the secondary; if so, it reports how it went. */
    synchronized boolean tries() {
        if (state == BreakerState.CLOSED) {
            return true;
        }
        boolean due = nanos.getAsLong() - triedAt >= limits.probeInterval().toNanos();
        if (due) {
            // the time counts for a probe too, so that one who never reports does not keep the breaker open for ever
            state = BreakerState.HALF_OPEN;
            triedAt = nanos.getAsLong();
        }
        return due;
    }

    synchronized void succeeded() {
        failures = 0;
        state = BreakerState.CLOSED;
    }

    synchronized void failed() {
        failures++;
        if (state != BreakerState.CLOSED || failures >= limits.failures()) {
            state = BreakerState.OPEN;
            triedAt = nanos.getAsLong();
        }
    }

    synchronized BreakerState state() {
        return state;
    }
}
