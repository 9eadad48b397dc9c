package dev.movex.springboot;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many calls one caller may make. Thread-safe. */
final class RateLimit {
    /** Callers beyond that many are forgotten, those first who have not called for the longest time. */
    private static final int CALLERS = 10_000;

    private final int perSecond;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > CALLERS;
        }
    };

    /** @param perSecond calls per second that a caller may make for long, and twice as many at once; 0 for any number */
    RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    void take(String who) {
        if (perSecond == 0) {
            return;
        }
        ConsumptionProbe probe = bucket(who).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw new RefusedCallException(Reply.refused(
                            429,
                            "TOO_MANY_CALLS",
                            "More than " + perSecond + " calls per second came from this caller.",
                            "Try again in " + seconds + " s, or follow the events instead of polling.")
                    .with("Retry-After", Long.toString(seconds)));
        }
    }

    private Bucket bucket(String who) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    who,
                    name -> Bucket.builder()
                            .addLimit(limit ->
                                    limit.capacity(2L * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                            .build());
        }
    }
}
