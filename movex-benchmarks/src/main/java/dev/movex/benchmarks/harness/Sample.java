package dev.movex.benchmarks.harness;

/**
 * What one load has measured.
 *
 * @param p50Micros the median latency in microseconds
 * @param p99Micros the latency that one call in a hundred exceeds, in microseconds
 * @param perSecond calls per second of all threads together
 * @param failures calls that failed
 */
public record Sample(double p50Micros, double p99Micros, double perSecond, long failures) {}
