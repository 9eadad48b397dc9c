package dev.movex.testkit.shop;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the writers have seen so far. A call is one transaction or one auto-commit statement as the application sees it,
 * from asking for the connection to giving it back, retries included.
 *
 * @param calls calls that ended, failed ones included
 * @param failures calls that ended with an error
 * @param retries attempts that were repeated because of a deadlock or a serialization failure
 * @param unknownOutcomes failed calls of which nobody knows whether they were committed
 * @param rollbacks calls that the writer itself rolled back
 * @param p50 the latency that half of the calls stay within
 * @param p99 the latency that 99 of 100 calls stay within
 * @param longest the longest call, calls that are still running included
 * @param steps how often each kind of step was part of a call that ended well
 * @param firstFailures the first failures, in words
 */
public record WriterStats(
        long calls,
        long failures,
        long retries,
        long unknownOutcomes,
        long rollbacks,
        Duration p50,
        Duration p99,
        Duration longest,
        Map<String, Long> steps,
        List<String> firstFailures) {
    /** Copies the collections. */
    public WriterStats {
        steps = Map.copyOf(steps);
        firstFailures = List.copyOf(firstFailures);
    }
}
