package dev.movex.testkit.shop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts latencies in buckets that are at most 1/32 wide, from a microsecond to an hour. Thread-safe, without locks. */
final class LatencyHistogram {
    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;
    private static final int BUCKETS = 28 * SUB;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong max = new AtomicLong();

    void record(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        counts.incrementAndGet(Math.min(BUCKETS - 1, bucket(micros)));
        max.accumulateAndGet(nanos, Math::max);
    }

    Duration max() {
        return Duration.ofNanos(max.get());
    }

    /** Returns the upper bound of the bucket in which the quantile lies. */
    Duration quantile(double quantile) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        long rank = (long) Math.ceil(total * quantile);
        long seen = 0;
        for (int i = 0; i < BUCKETS && rank > 0; i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                long nanos = upperBound(i) * 1_000;
                return Duration.ofNanos(Math.min(nanos, max.get()));
            }
        }
        return Duration.ZERO;
    }

    void reset() {
        for (int i = 0; i < BUCKETS; i++) {
            counts.set(i, 0);
        }
        max.set(0);
    }

    private static int bucket(long micros) {
        if (micros < SUB) {
            return (int) micros;
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return (shift + 1) * SUB + (int) (micros >>> shift) - SUB;
    }

    private static long upperBound(int bucket) {
        if (bucket < SUB) {
            return bucket + 1;
        }
        int shift = bucket / SUB - 1;
        return (bucket % SUB + SUB + 1L) << shift;
    }
}
