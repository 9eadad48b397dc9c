package dev.movex.benchmarks.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Several threads that call the same thing as fast as they can for a while. Immutable.
 *
 * @param threads how many
 * @param warmUp how long they call before anything is measured
 * @param measured how long they are measured
 */
public record Load(int threads, Duration warmUp, Duration measured) {
    private static final long HIGHEST_MICROS = 60_000_000;

    /** Something to call. One instance serves one thread. */
    public interface Call {
        void run() throws Exception;
    }

    /** Makes the call of a thread. */
    public interface Calls {
        Call ofThread(int thread) throws Exception;
    }

    /** Runs the load. */
    public Sample run(Calls calls) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Recorded>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> measure(calls.ofThread(thread), start)));
            }
            return sum(running);
        } finally {
            executor.shutdownNow();
        }
    }

    private Sample sum(List<Future<Recorded>> running) throws Exception {
        Histogram all = new Histogram(HIGHEST_MICROS * 1000, 3);
        double perSecond = 0;
        long failures = 0;
        for (Future<Recorded> each : running) {
            try {
                Recorded recorded = each.get();
                all.add(recorded.latencies());
                perSecond += recorded.perSecond();
                failures += recorded.failures();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
        return new Sample(
                all.getValueAtPercentile(50) / 1e3, all.getValueAtPercentile(99) / 1e3, perSecond, 0, failures);
    }

    private Recorded measure(Call call, CyclicBarrier start) throws Exception {
        start.await();
        long began = System.nanoTime();
        while (System.nanoTime() - began < warmUp.toNanos()) {
            call.run();
        }
        Histogram latencies = new Histogram(HIGHEST_MICROS * 1000, 3);
        long failures = 0;
        began = System.nanoTime();
        long before = began;
        do {
            try {
                call.run();
            } catch (java.sql.SQLException e) {
                failures++;
            }
            long now = System.nanoTime();
            latencies.recordValue(Math.min(now - before, HIGHEST_MICROS * 1000));
            before = now;
        } while (before - began < measured.toNanos());
        return new Recorded(latencies, latencies.getTotalCount() * 1e9 / (before - began), failures);
    }

    private record Recorded(Histogram latencies, double perSecond, long failures) {}
}
