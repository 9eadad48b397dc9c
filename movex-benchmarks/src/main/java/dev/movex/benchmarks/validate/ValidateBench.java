package dev.movex.benchmarks.validate;

import dev.movex.benchmarks.harness.Heap;
import dev.movex.benchmarks.orders.OrdersBed;
import dev.movex.benchmarks.orders.Servers;
import dev.movex.benchmarks.validate.ValidateReport.Seconds;
import dev.movex.core.Side;
import dev.movex.testkit.database.ServerKind;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Compares two tables, equal and then with planted differences, in every way by turns. Used once, by one thread. */
public final class ValidateBench {
    private static final String OURS = "movex";

    private final ValidateOptions options;
    private final PrintStream progress;
    private final List<String> missing = new ArrayList<>();
    private int found = Integer.MAX_VALUE;
    private int falseAlarms;
    private long heapPeakMb;

    /** Creates a benchmark that prints its progress. */
    public ValidateBench(ValidateOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Starts the servers, measures, and ends them. */
    public ValidateReport run() throws Exception {
        try (OrdersBed bed = new OrdersBed(options.servers())) {
            for (Side side : Side.values()) {
                progress.println("filling the " + side.label() + " with " + options.rows() + " rows");
                bed.fill(side, options.rows());
            }
            DataSource src = bed.database(Side.SRC).dataSource();
            DataSource dst = bed.database(Side.DST).dataSource();
            try (OurValidation ours = new OurValidation(src, dst)) {
                return measure(bed, ours, src, dst);
            }
        }
    }

    private ValidateReport measure(OrdersBed bed, OurValidation ours, DataSource src, DataSource dst) throws Exception {
        List<Peer> peers = options.alone() ? List.of() : peers(bed, src, dst);
        Map<String, Double> original = new LinkedHashMap<>();
        if (options.originalRows() > 0) {
            progress.println("row by row");
            int rows = (int) Math.min(options.rows(), options.originalRows());
            original.put(String.valueOf(rows), Seconds.round(RowByRow.seconds(src, dst, rows)));
        }
        Map<String, Double> equal = phase("equal", ours, peers, Set.of());
        Set<Long> planted = Planted.plant(dst, options.rows());
        bed.table(Side.DST).analyze(dst);
        Map<String, Double> different = phase("different", ours, peers, planted);
        Map<String, Seconds> all = new LinkedHashMap<>();
        equal.forEach((name, seconds) -> all.put(name, new Seconds(seconds, different.getOrDefault(name, 0.0))));
        Seconds own = all.getOrDefault(OURS, new Seconds(0, 0));
        all.remove(OURS);
        Map<String, Seconds> ratios = new LinkedHashMap<>();
        all.forEach((name, seconds) -> ratios.put(name, seconds.over(own)));
        return new ValidateReport(
                options.servers().label(),
                options.rows(),
                options.rounds(),
                own,
                all,
                ratios,
                original,
                planted.size(),
                found,
                falseAlarms,
                heapPeakMb,
                Heap.maxMb(),
                missing);
    }

    private List<Peer> peers(OrdersBed bed, DataSource src, DataSource dst) {
        List<Peer> peers = new ArrayList<>();
        Servers servers = options.servers();
        if (servers.oneKind()) {
            peers.addAll(PushDown.on(servers.src(), src, dst));
        }
        peers.add(new StreamMerge(servers.src(), src, servers.dst(), dst));
        if (servers.oneKind() && servers.src() != ServerKind.POSTGRESQL) {
            if (TableSync.installed()) {
                peers.add(new TableSync(bed.database(Side.SRC), bed.database(Side.DST)));
            } else {
                missing.add("pt-table-sync");
            }
        }
        missing.add("reladiff");
        return peers;
    }

    private Map<String, Double> phase(String name, OurValidation ours, List<Peer> peers, Set<Long> planted)
            throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        // the first round warms the caches and the compilers up
        for (int round = 0; round <= options.rounds(); round++) {
            double own = ours(ours, planted);
            note(seconds, name, round, OURS, own);
            for (Peer peer : peers) {
                long begun = System.nanoTime();
                long differences = peer.run();
                double taken = (System.nanoTime() - begun) / 1e9;
                if (differences > 0 && planted.isEmpty()) {
                    throw new IllegalStateException(peer.name() + " sees differences of equal tables");
                }
                note(seconds, name, round, peer.name(), taken);
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        seconds.forEach((way, all) -> medians.put(way, Seconds.round(median(all))));
        return medians;
    }

    private double ours(OurValidation ours, Set<Long> planted) throws Exception {
        Heap heap = Heap.measured();
        long begun = System.nanoTime();
        Set<Long> confirmed = ours.run();
        double taken = (System.nanoTime() - begun) / 1e9;
        heapPeakMb = Math.max(heapPeakMb, heap.peakMb());
        Set<Long> right = new HashSet<>(confirmed);
        right.retainAll(planted);
        falseAlarms += confirmed.size() - right.size();
        if (!planted.isEmpty()) {
            found = Math.min(found, right.size());
        }
        return taken;
    }

    private void note(Map<String, List<Double>> seconds, String phase, int round, String way, double taken) {
        progress.printf(Locale.ROOT, "%s, round %d: %s %.2f s%n", phase, round, way, taken);
        if (round > 0) {
            seconds.computeIfAbsent(way, key -> new ArrayList<>()).add(taken);
        }
    }

    private static double median(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
