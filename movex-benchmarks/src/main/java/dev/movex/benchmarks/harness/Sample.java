package dev.movex.benchmarks.harness;

import java.time.Duration;

/**
 * What one load has measured.
 *
 * @param p50Micros the median latency in microseconds
 * @param p99Micros the latency that one call in a hundred exceeds, in microseconds
 * @param perSecond calls per second of all threads together
 * @param cpuMicros CPU time per call in microseconds, of everything that took part; 0 if it was not measured
 * @param failures calls that failed
 */
public record Sample(double p50Micros, double p99Micros, double perSecond, double cpuMicros, long failures) {

    /**
     * Returns the sample with the CPU time of a load.
     *
     * @param used by all calls
     * @param lasted how long calls were made
     */
    public Sample withCpu(Duration used, Duration lasted) {
        double calls = perSecond * lasted.toNanos() / 1e9;
        return new Sample(p50Micros, p99Micros, perSecond, used.toNanos() / 1e3 / calls, failures);
    }
}
