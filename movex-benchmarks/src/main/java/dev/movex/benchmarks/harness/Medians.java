package dev.movex.benchmarks.harness;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians over rounds. */
public final class Medians {
    private Medians() {}

    /** Returns the sample whose figures are each the median over all rounds; failures add up. */
    public static Sample of(List<Sample> rounds) {
        return new Sample(
                median(rounds, Sample::p50Micros),
                median(rounds, Sample::p99Micros),
                median(rounds, Sample::perSecond),
                median(rounds, Sample::cpuMicros),
                rounds.stream().mapToLong(Sample::failures).sum());
    }

    private static double median(List<Sample> rounds, ToDoubleFunction<Sample> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
