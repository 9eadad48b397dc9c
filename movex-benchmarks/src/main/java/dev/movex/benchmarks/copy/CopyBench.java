package dev.movex.benchmarks.copy;

import dev.movex.benchmarks.harness.Heap;
import dev.movex.benchmarks.orders.OrdersBed;
import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Copies one table by Movex and by its peers, which take turns, into a table that is made anew each time. Used once, by one
 * thread.
 */
public final class CopyBench {
    private static final String OURS = "movex";
    private static final String COPY = "copy";
    private static final String WITH_DIGESTS = "with_digests";

    private final CopyBenchOptions options;
    private final PrintStream progress;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private long heapPeakMb;

    /** Creates a benchmark that prints its progress. */
    public CopyBench(CopyBenchOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Starts the servers, measures, and ends them. */
    public CopyReport run() throws Exception {
        try (OrdersBed bed = new OrdersBed(options.servers())) {
            progress.println("filling " + options.rows() + " rows");
            bed.fill(Side.SRC, options.rows());
            Ours ours = new Ours(bed, options.parallel());
            List<Peer> peers = options.alone() ? List.of() : usable(new Peers(bed, options.rows()).all());
            for (int round = 0; round < options.rounds(); round++) {
                for (int turn = 0; turn <= peers.size(); turn++) {
                    // another one begins in each round, so that what drifts hits all of them
                    int way = (turn + round) % (peers.size() + 1);
                    bed.table(Side.DST).create(bed.database(Side.DST).dataSource());
                    if (way == peers.size()) {
                        ours(ours);
                    } else {
                        peer(peers.get(way));
                    }
                }
            }
            bed.table(Side.DST).create(bed.database(Side.DST).dataSource());
            ours.run();
            boolean equal = digest(bed, Side.SRC).equals(digest(bed, Side.DST));
            return report(equal);
        }
    }

    private List<Peer> usable(List<Peer> all) throws Exception {
        List<Peer> usable = new ArrayList<>();
        for (Peer peer : all) {
            List<String> absent = new ArrayList<>();
            for (String program : peer.programs()) {
                if (!Shell.installed(program)) {
                    absent.add(program);
                }
            }
            if (absent.isEmpty()) {
                usable.add(peer);
            } else {
                missing.put(peer.name(), "not installed: " + String.join(", ", absent));
            }
        }
        return usable;
    }

    private void ours(Ours ours) throws Exception {
        Heap heap = Heap.measured();
        Ours.Times times = ours.run();
        heapPeakMb = Math.max(heapPeakMb, heap.peakMb());
        note(OURS + " " + COPY, times.copy());
        note(OURS + " " + WITH_DIGESTS, times.withDigests());
    }

    private void peer(Peer peer) throws Exception {
        if (missing.containsKey(peer.name())) {
            return;
        }
        long begun = System.nanoTime();
        String wrong = peer.work().run();
        double took = (System.nanoTime() - begun) / 1e9;
        if (wrong.isEmpty() && count(peer.into()) != options.rows()) {
            wrong = "left rows out";
        }
        if (wrong.isEmpty()) {
            note(peer.name(), took);
        } else {
            missing.put(peer.name(), wrong);
            progress.println(peer.name() + " " + wrong);
        }
    }

    private void note(String name, double took) {
        seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(took);
        progress.printf(Locale.ROOT, "%-28s %8.2f s%n", name, took);
    }

    private CopyReport report(boolean equal) {
        Map<String, Double> medians = new LinkedHashMap<>();
        seconds.forEach((name, all) -> medians.put(name, median(all)));
        Map<String, Double> ours = new LinkedHashMap<>();
        Map<String, Map<String, Double>> ratios = new LinkedHashMap<>();
        Map<String, Double> peers = new LinkedHashMap<>(medians);
        for (String figure : List.of(COPY, WITH_DIGESTS)) {
            ours.put(figure, medians.getOrDefault(OURS + " " + figure, 0.0));
            peers.remove(OURS + " " + figure);
        }
        ours.forEach((figure, own) -> {
            Map<String, Double> byPeer = new LinkedHashMap<>();
            peers.forEach((name, other) -> byPeer.put(name, Math.round(1000 * other / own) / 1000.0));
            ratios.put(figure, byPeer);
        });
        List<String> absent = new ArrayList<>();
        missing.forEach((name, why) -> absent.add(name + ": " + why));
        return new CopyReport(
                options.servers().src().toString(),
                options.servers().dst().toString(),
                options.rows(),
                options.rounds(),
                ours,
                peers,
                ratios,
                absent,
                heapPeakMb,
                Heap.maxMb(),
                equal);
    }

    private static double median(List<Double> all) {
        double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static long count(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Reads every value by JDBC: what it says does not come from Movex. */
    private static String digest(OrdersBed bed, Side side) throws SQLException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Connection connection = bed.database(side).dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                boolean mysql = bed.server(side).kind() == ServerKind.MYSQL;
                statement.setFetchSize(mysql ? Integer.MIN_VALUE : 1_000);
                try (ResultSet row = statement.executeQuery("SELECT id, user_id, sku, qty, price, status, note, utime,"
                        + " created_at FROM orders ORDER BY id")) {
                    while (row.next()) {
                        StringBuilder line = new StringBuilder();
                        for (int i = 1; i <= 8; i++) {
                            line.append(row.getString(i)).append('\n');
                        }
                        line.append(row.getTimestamp(9).toInstant()).append('\n');
                        digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            connection.rollback();
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
