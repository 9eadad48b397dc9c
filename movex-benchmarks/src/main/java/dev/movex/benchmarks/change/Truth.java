package dev.movex.benchmarks.change;

import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the databases hold, against what the writers have logged.
 *
 * @param acknowledged how many writes were acknowledged
 * @param lost how many of them a side does not have
 * @param phantoms how many entries there are that nobody has begun to write
 * @param torn how many counters don't fit their entries: half of a transaction
 * @param different how many rows only one side has
 * @param violations how many transactions were committed first on a side that was closed, as the databases have witnessed
 */
record Truth(long acknowledged, long lost, long phantoms, long torn, long different, long violations) {

    /** Returns whether nothing is wrong. */
    boolean clean() {
        return lost + phantoms + torn + different + violations == 0;
    }

    private record Entry(long writer, long sequence) {}

    private record Logged(Set<Entry> begun, Set<Entry> acknowledged) {}

    static Truth of(Path logs, Map<Side, Database> databases) throws IOException, SQLException {
        Logged logged = read(logs);
        Map<Side, Set<Entry>> entries = new EnumMap<>(Side.class);
        Map<Side, Map<Long, Long>> tallies = new EnumMap<>(Side.class);
        long violations = 0;
        for (Side side : Side.values()) {
            Database database = Objects.requireNonNull(databases.get(side));
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                entries.put(side, entries(statement));
                tallies.put(side, tallies(statement));
                violations += violations(connection, statement);
            }
        }
        Set<Entry> src = Objects.requireNonNull(entries.get(Side.SRC));
        Set<Entry> dst = Objects.requireNonNull(entries.get(Side.DST));
        long lost = 0;
        long phantoms = 0;
        long torn = 0;
        for (Side side : Side.values()) {
            Set<Entry> there = Objects.requireNonNull(entries.get(side));
            lost += logged.acknowledged.stream().filter(e -> !there.contains(e)).count();
            phantoms += there.stream().filter(e -> !logged.begun.contains(e)).count();
            torn += torn(there, Objects.requireNonNull(tallies.get(side)));
        }
        long different = src.stream().filter(e -> !dst.contains(e)).count()
                + dst.stream().filter(e -> !src.contains(e)).count();
        return new Truth(logged.acknowledged.size(), lost, phantoms, torn, different, violations);
    }

    private static Logged read(Path logs) throws IOException {
        Set<Entry> begun = new HashSet<>();
        Set<Entry> acknowledged = new HashSet<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(logs)) {
            files = all.filter(f -> f.toString().endsWith(".log")).toList();
        }
        for (Path file : files) {
            long writer = Long.parseLong(file.getFileName().toString().replace(".log", ""));
            WriteLog.lines(file).forEach(line -> {
                Entry entry = new Entry(writer, Long.parseLong(line.substring(1)));
                (line.charAt(0) == 'a' ? acknowledged : begun).add(entry);
            });
        }
        return new Logged(begun, acknowledged);
    }

    private static Set<Entry> entries(Statement statement) throws SQLException {
        Set<Entry> entries = new HashSet<>();
        try (ResultSet row = statement.executeQuery("SELECT writer, sequence FROM entry")) {
            while (row.next()) {
                entries.add(new Entry(row.getLong(1), row.getLong(2)));
            }
        }
        return entries;
    }

    private static Map<Long, Long> tallies(Statement statement) throws SQLException {
        Map<Long, Long> tallies = new TreeMap<>();
        try (ResultSet row = statement.executeQuery("SELECT writer, last FROM tally")) {
            while (row.next()) {
                tallies.put(row.getLong(1), row.getLong(2));
            }
        }
        return tallies;
    }

    /** A counter holds the greatest number of its writer's entries. */
    private static long torn(Set<Entry> entries, Map<Long, Long> tallies) {
        Map<Long, Long> greatest = new TreeMap<>();
        entries.forEach(e -> greatest.merge(e.writer, e.sequence, Math::max));
        Set<Long> writers = new HashSet<>(greatest.keySet());
        writers.addAll(tallies.keySet());
        return writers.stream()
                .filter(w -> !Objects.equals(greatest.get(w), tallies.get(w)))
                .count();
    }

    private static long violations(Connection connection, Statement statement) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "violation", null)) {
            if (!tables.next()) {
                return 0;
            }
        }
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM violation")) {
            row.next();
            return row.getLong(1);
        }
    }
}
