package dev.movex.testkit.shop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Hands out the moments at which transactions begin. Time that was missed is made up for a tenth of a second only. */
final class Pacer {
    private static final long MAKE_UP_NANOS = 100_000_000;
    private static final long LONGEST_PARK_NANOS = 50_000_000;

    private final long intervalNanos;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Pacer(Pace pace) {
        this.intervalNanos = pace.perSecond() == 0 ? 0 : (long) (1e9 / pace.perSecond());
    }

    void await(BooleanSupplier stopped) {
        if (intervalNanos == 0) {
            return;
        }
        long earliest = System.nanoTime() - MAKE_UP_NANOS;
        long moment = next.getAndUpdate(at -> Math.max(at, earliest) + intervalNanos);
        for (long left = moment - System.nanoTime();
                left > 0 && !stopped.getAsBoolean();
                left = moment - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LONGEST_PARK_NANOS));
        }
    }
}
