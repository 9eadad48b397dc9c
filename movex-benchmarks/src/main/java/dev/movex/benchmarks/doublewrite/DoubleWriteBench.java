package dev.movex.benchmarks.doublewrite;

import dev.movex.benchmarks.doublewrite.DoubleWriteReport.Cell;
import dev.movex.benchmarks.doublewrite.DoubleWriteReport.Ratio;
import dev.movex.benchmarks.harness.Load;
import dev.movex.benchmarks.harness.Medians;
import dev.movex.benchmarks.harness.Sample;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Runs the same transactions through one plain database, the naive double write and Movex, taking turns within one run.
 * Used once, by one thread.
 */
public final class DoubleWriteBench {
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    private final DoubleWriteOptions options;
    private final PrintStream progress;
    private final List<Way> ways;

    /** Creates a benchmark that prints its progress. */
    public DoubleWriteBench(DoubleWriteOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
        List<String> wanted = options.ways();
        this.ways = List.of(Way.values()).stream()
                .filter(w -> w == Way.PLAIN || w == Way.NAIVE || wanted.contains(w.label()))
                .toList();
    }

    /** Starts the servers, measures, and ends them. */
    public DoubleWriteReport run() throws Exception {
        List<Cell> cells = new ArrayList<>();
        boolean equal = true;
        for (int delay : options.delays()) {
            try (Bed bed = new Bed(options.database(), ways, delay, progress)) {
                warmUp(bed);
                for (Shape shape : shapes()) {
                    for (int threads : options.threads()) {
                        cells.add(cell(bed, shape, threads, delay));
                    }
                }
                equal &= bed.equal();
            }
        }
        return new DoubleWriteReport(
                options.database().toString(), options.rounds(), cells, ratios(cells), equal, List.of());
    }

    private List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int statements : options.statements()) {
            for (String kind : options.kinds()) {
                shapes.add(new Shape(Shape.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), statements));
            }
        }
        return shapes;
    }

    /** Lets the compiler see every way before any is measured. */
    private void warmUp(Bed bed) throws Exception {
        progress.println("warming up");
        for (Way way : ways) {
            for (Shape shape : shapes()) {
                new Load(4, Duration.ZERO, WARM_UP.dividedBy(shapes().size()))
                        .run(thread -> new Transactions(bed.databases(way), way.table(), shape, thread, 4));
            }
        }
    }

    private Cell cell(Bed bed, Shape shape, int threads, int delay) throws Exception {
        Map<Way, List<Sample>> samples = new LinkedHashMap<>();
        Duration measured = Duration.ofNanos((long) (options.seconds() * 1e9));
        Load load = new Load(threads, measured.dividedBy(4), measured);
        for (int round = 0; round < options.rounds(); round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                // another one begins in each round, so that what drifts hits all of them
                Way way = ways.get((turn + round) % ways.size());
                Sample sample =
                        load.run(thread -> new Transactions(bed.databases(way), way.table(), shape, thread, threads));
                samples.computeIfAbsent(way, w -> new ArrayList<>()).add(sample);
            }
        }
        Map<String, Sample> medians = new LinkedHashMap<>();
        ways.forEach(w -> medians.put(w.label(), Medians.of(Objects.requireNonNull(samples.get(w)))));
        Cell cell = new Cell(shape.label(), threads, delay, medians);
        progress.println(cell.label() + ": " + describe(cell));
        return cell;
    }

    private static String describe(Cell cell) {
        StringBuilder text = new StringBuilder();
        ratios(cell)
                .forEach((way, r) -> text.append(String.format(
                        Locale.ROOT, "%s p50 %.2f p99 %.2f throughput %.2f  ", way, r.p50(), r.p99(), r.throughput())));
        return text.toString().strip();
    }

    private static Map<String, Map<String, Ratio>> ratios(List<Cell> cells) {
        Map<String, Map<String, Ratio>> all = new LinkedHashMap<>();
        cells.forEach(c -> all.put(c.label(), ratios(c)));
        return all;
    }

    private static Map<String, Ratio> ratios(Cell cell) {
        Sample plain = Objects.requireNonNull(cell.ways().get(Way.PLAIN.label()));
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        cell.ways().forEach((way, sample) -> {
            if (!way.equals(Way.PLAIN.label())) {
                ratios.put(way, Ratio.of(sample, plain));
            }
        });
        return ratios;
    }
}
