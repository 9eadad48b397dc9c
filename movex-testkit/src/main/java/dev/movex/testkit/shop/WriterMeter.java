package dev.movex.testkit.shop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the writers see. Thread-safe. */
final class WriterMeter {
    private static final int KEPT = 10;

    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder unknowns = new LongAdder();
    private final LongAdder rollbacks = new LongAdder();
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final Map<String, LongAdder> steps = new ConcurrentHashMap<>();
    private final Map<Long, Long> running = new ConcurrentHashMap<>();
    private final List<String> firstFailures = new ArrayList<>();

    long begin() {
        long now = System.nanoTime();
        running.put(Thread.currentThread().getId(), now);
        return now;
    }

    void end(long begun) {
        running.remove(Thread.currentThread().getId());
        latencies.record(System.nanoTime() - begun);
        calls.increment();
    }

    void stepsDone(List<String> names) {
        names.forEach(
                name -> steps.computeIfAbsent(name, unused -> new LongAdder()).increment());
    }

    void failed(Exception e) {
        failures.increment();
        synchronized (firstFailures) {
            if (firstFailures.size() < KEPT) {
                String state = e instanceof SQLException sql
                        ? String.valueOf(sql.getSQLState())
                        : e.getClass().getName();
                firstFailures.add("[" + state + "] " + e.getMessage());
            }
        }
    }

    void retried() {
        retries.increment();
    }

    void unknownOutcome() {
        unknowns.increment();
    }

    void rolledBack() {
        rollbacks.increment();
    }

    void resetLatencies() {
        latencies.reset();
    }

    WriterStats snapshot() {
        long now = System.nanoTime();
        long longest = latencies.max().toNanos();
        for (long begun : running.values()) {
            longest = Math.max(longest, now - begun);
        }
        Map<String, Long> done = new TreeMap<>();
        steps.forEach((name, count) -> done.put(name, count.sum()));
        synchronized (firstFailures) {
            return new WriterStats(
                    calls.sum(),
                    failures.sum(),
                    retries.sum(),
                    unknowns.sum(),
                    rollbacks.sum(),
                    latencies.quantile(0.5),
                    latencies.quantile(0.99),
                    Duration.ofNanos(longest),
                    done,
                    firstFailures);
        }
    }
}
