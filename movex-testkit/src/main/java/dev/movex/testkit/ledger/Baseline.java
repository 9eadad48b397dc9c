package dev.movex.testkit.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The rows that were there before the writers began. */
record Baseline(Map<TableSpec, Map<String, Digest>> rows, Map<String, Counter> counters) {
    static Baseline read(DataSource source, List<TableSpec> tables, CounterSpec counters) throws SQLException {
        Map<TableSpec, Map<String, Digest>> rows = new HashMap<>();
        Map<String, Counter> sums = new HashMap<>();
        try (Connection snapshot = TableLines.snapshot(source)) {
            for (TableSpec table : tables) {
                Map<String, Digest> digests = new HashMap<>();
                rows.put(table, digests);
                try (TableLines lines = TableLines.of(snapshot, table)) {
                    for (var line = lines.next(table); line != null; line = lines.next(table)) {
                        if (counters.covers(table, line.key())) {
                            sums.put(line.key(), counter(counters, line.text()));
                        } else {
                            digests.put(line.key(), line.digest());
                        }
                    }
                }
            }
            snapshot.rollback();
        } catch (IOException e) {
            throw new SQLException("the rows could not be read", e);
        }
        return new Baseline(rows, sums);
    }

    private static Counter counter(CounterSpec counters, String line) {
        return new Counter(new BigDecimal(counters.value(line)), counters.masked(line));
    }
}
