package dev.movex.benchmarks.doublewrite;

import dev.movex.benchmarks.doublewrite.DoubleWriteReport.Cell;
import dev.movex.benchmarks.doublewrite.DoubleWriteReport.Ratio;
import dev.movex.benchmarks.harness.CpuTime;
import dev.movex.benchmarks.harness.Load;
import dev.movex.benchmarks.harness.Medians;
import dev.movex.benchmarks.harness.Sample;
import dev.movex.core.access.Pauser;
import dev.movex.testkit.database.ServerKind;
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
    private static final int WARM_UP_THREADS = 8;
    /** So long that nothing which a caller does not wait for is back before it is. */
    private static final Duration LONG_TRIP = Duration.ofMillis(6);
    /** In which journal rows are removed, and connections of the secondary are still at hand. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final int LOOKS = 7;

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
                .filter(w -> w != Way.FLOOR || hasFloor())
                .toList();
    }

    /** MySQL's driver sends a batch of statements one by one, so that what is written by hand would be no floor. */
    private boolean hasFloor() {
        return options.database() != ServerKind.MYSQL;
    }

    /** Starts the servers, measures, and ends them. */
    public DoubleWriteReport run() throws Exception {
        List<Cell> cells = new ArrayList<>();
        boolean equal = true;
        for (int delay : options.delays()) {
            try (Bed bed = new Bed(options.database(), ways, delay > 0, progress)) {
                warmUp(bed);
                for (Shape shape : shapes()) {
                    Map<String, Long> trips = delay > 0 ? trips(bed, shape) : Map.of();
                    bed.delay(Duration.ofMillis(delay));
                    for (int threads : options.threads()) {
                        cells.add(cell(bed, new Kind(shape, threads, delay), trips));
                    }
                }
                equal &= bed.equal();
            }
        }
        return new DoubleWriteReport(
                options.database().toString(), options.rounds(), cells, ratios(cells), equal, missing());
    }

    private List<String> missing() {
        boolean wanted = options.ways().contains(Way.FLOOR.label());
        return wanted && !hasFloor() ? List.of("floor: MySQL's driver has no batch in one trip") : List.of();
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

    /**
     * Lets the compiler see every way before any is measured, without delays: a process that has just started is slow, the
     * more so the more there is to compile.
     */
    private void warmUp(Bed bed) throws Exception {
        Duration each = seconds(options.warmUp() / ways.size() / shapes().size());
        for (Way way : ways) {
            progress.println("warming up " + way.label());
            for (Shape shape : shapes()) {
                load(bed, way, shape, new Load(WARM_UP_THREADS, Duration.ZERO, each));
            }
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static Sample load(Bed bed, Way way, Shape shape, Load load) throws Exception {
        return load.run(thread -> bed.transactions(way, shape, thread, load.threads()));
    }

    /** Counts the answers of both servers that are back before a caller is. */
    private Map<String, Long> trips(Bed bed, Shape shape) throws Exception {
        Map<String, Long> trips = new LinkedHashMap<>();
        bed.delay(LONG_TRIP);
        for (Way way : ways) {
            Load.Call transaction = bed.transactions(way, shape, 0, 1);
            long fewest = Long.MAX_VALUE;
            for (int i = 0; i < LOOKS; i++) {
                // what else goes on may come in between, so that the fewest are those of the transaction
                Pauser.real().pause(REST);
                long before = bed.trips();
                transaction.run();
                fewest = Math.min(fewest, bed.trips() - before);
            }
            trips.put(way.label(), fewest);
        }
        return trips;
    }

    private record Kind(Shape shape, int threads, int delay) {}

    private Cell cell(Bed bed, Kind kind, Map<String, Long> trips) throws Exception {
        Map<Way, List<Sample>> samples = new LinkedHashMap<>();
        Duration measured = seconds(options.seconds());
        Load load = new Load(kind.threads(), measured.dividedBy(4), measured);
        for (int round = 0; round < options.rounds(); round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                // another one begins in each round, so that what drifts hits all of them
                Way way = ways.get((turn + round) % ways.size());
                CpuTime cpu = CpuTime.from(bed.servers());
                Sample sample = load(bed, way, kind.shape(), load);
                samples.computeIfAbsent(way, w -> new ArrayList<>())
                        .add(sample.withCpu(cpu.sinceThen(), load.warmUp().plus(load.measured())));
            }
        }
        Map<String, Sample> medians = new LinkedHashMap<>();
        ways.forEach(w -> medians.put(w.label(), Medians.of(Objects.requireNonNull(samples.get(w)))));
        Cell cell = new Cell(kind.shape().label(), kind.threads(), kind.delay(), medians, trips);
        progress.println(cell.label() + ": " + describe(cell));
        return cell;
    }

    private static String describe(Cell cell) {
        StringBuilder text = new StringBuilder();
        ratios(cell)
                .forEach((way, r) -> text.append(String.format(
                        Locale.ROOT,
                        "%s p50 %.2f p99 %.2f throughput %.2f cpu %.2f  ",
                        way,
                        r.p50(),
                        r.p99(),
                        r.throughput(),
                        r.cpu())));
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
