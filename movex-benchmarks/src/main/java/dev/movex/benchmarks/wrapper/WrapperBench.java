package dev.movex.benchmarks.wrapper;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link WrapperBenchmark} in processes of its own, plain and Movex taking turns. */
public final class WrapperBench {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final int rounds;
    private final int seconds;
    private final PrintStream progress;

    /**
     * Creates a benchmark that prints its progress.
     *
     * @param rounds how often the two ways take turns
     * @param seconds how long each is measured in each round, after as long a warm-up
     */
    public WrapperBench(int rounds, int seconds, PrintStream progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws RunnerException if a process failed
     */
    public WrapperReport run() throws RunnerException {
        Map<String, List<Figures>> plain = new TreeMap<>();
        Map<String, List<Figures>> movex = new TreeMap<>();
        for (int round = 1; round <= rounds; round++) {
            progress.println("round " + round + " of " + rounds);
            measure("plain", plain);
            measure("movex", movex);
        }
        Map<String, WrapperReport.Call> calls = new TreeMap<>();
        plain.forEach((name, figures) -> calls.put(name, call(figures, Objects.requireNonNull(movex.get(name)))));
        return new WrapperReport(rounds, calls, List.of());
    }

    private void measure(String way, Map<String, List<Figures>> into) throws RunnerException {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(WrapperBenchmark.class.getName().replace(".", "\\."))
                        .param("way", way)
                        .forks(1)
                        .jvmArgsAppend("-Xms512m", "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                        .warmupIterations(seconds)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            Figures figures = new Figures(
                    result.getPrimaryResult().getScore(),
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                            .getScore());
            into.computeIfAbsent(result.getPrimaryResult().getLabel(), n -> new ArrayList<>())
                    .add(figures);
        }
    }

    private static WrapperReport.Call call(List<Figures> plain, List<Figures> movex) {
        double[] ratios = new double[plain.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = movex.get(i).micros() / plain.get(i).micros();
        }
        return new WrapperReport.Call(
                median(plain.stream().mapToDouble(Figures::micros).toArray()),
                median(movex.stream().mapToDouble(Figures::micros).toArray()),
                median(ratios),
                median(plain.stream().mapToDouble(Figures::bytes).toArray()),
                median(movex.stream().mapToDouble(Figures::bytes).toArray()));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private record Figures(double micros, double bytes) {}
}
