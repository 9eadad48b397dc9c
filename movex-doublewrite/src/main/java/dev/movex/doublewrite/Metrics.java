package dev.movex.doublewrite;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts. Thread-safe. */
final class Metrics {
    /** The name of the timer of commits that wrote planned tables on both sides, as their callers saw them. */
    static final String COMMIT_TIMER = "movex.doublewrite.commit";

    private final Map<Metric, LongAdder> counts = new EnumMap<>(Metric.class);
    private final @Nullable Timer commits;

    Metrics(@Nullable MeterRegistry registry, String member) {
        for (Metric metric : Metric.values()) {
            LongAdder count = new LongAdder();
            counts.put(metric, count);
            if (registry != null) {
                FunctionCounter.builder(metric.meter(), count, LongAdder::sum)
                        .description(metric.description())
                        .tag("member", member)
                        .register(registry);
            }
        }
        commits = registry == null
                ? null
                : Timer.builder(COMMIT_TIMER)
                        .description("Commits of transactions that wrote planned tables on both sides")
                        .tag("member", member)
                        .register(registry);
    }

    void count(Metric metric) {
        count(metric, 1);
    }

    void count(Metric metric, long n) {
        Objects.requireNonNull(counts.get(metric)).add(n);
    }

    void committed(long nanos) {
        count(Metric.COMMITS);
        count(Metric.COMMIT_MICROS, nanos / 1000);
        if (commits != null) {
            commits.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    Map<Metric, Long> snapshot() {
        Map<Metric, Long> snapshot = new EnumMap<>(Metric.class);
        counts.forEach((metric, count) -> snapshot.put(metric, count.sum()));
        return snapshot;
    }
}
