package dev.movex.benchmarks.events;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.TableAccess;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What is left of a repair without locks, fences, comparison and events: rows are put on the target in batches of the same
 * size, by as many threads, read from the source by their keys or at hand already.
 */
final class BareUpserts {
    private static final int BATCH = 100;

    private final Databases databases;
    private final PlannedTable table;
    private final int threads;

    BareUpserts(Databases databases, PlannedTable table, int threads) {
        this.databases = databases;
        this.table = table;
        this.threads = threads;
    }

    /** Reads rows by key and writes them. Returns the seconds it took. */
    double readAndWrite(int rows) {
        return seconds(batches(rows), (from, to, keys) -> {
            List<Row> images = read(from, keys);
            from.commit();
            write(to, images);
        });
    }

    /** Writes rows that are at hand. Returns the seconds it took. */
    double write(int rows) throws SQLException {
        List<List<RowKey>> batches = batches(rows);
        List<List<Row>> images = new ArrayList<>();
        try (Connection from = databases.begin(Side.SRC)) {
            for (List<RowKey> keys : batches) {
                images.add(read(from, keys));
            }
        }
        return seconds(batches, (from, to, keys) -> write(to, images.get(batches.indexOf(keys))));
    }

    private static List<List<RowKey>> batches(int rows) {
        List<List<RowKey>> batches = new ArrayList<>();
        for (int first = 1; first <= rows; first += BATCH) {
            List<RowKey> keys = new ArrayList<>();
            for (int id = first; id < first + BATCH && id <= rows; id++) {
                keys.add(RowKey.of(String.valueOf(id)));
            }
            batches.add(keys);
        }
        return batches;
    }

    private interface Work {
        void on(Connection from, Connection to, List<RowKey> keys) throws SQLException;
    }

    private double seconds(List<List<RowKey>> batches, Work work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long begun = System.nanoTime();
            List<CompletableFuture<Void>> parts = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                int first = n;
                parts.add(CompletableFuture.runAsync(() -> part(batches, first, work), pool));
            }
            parts.forEach(CompletableFuture::join);
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            pool.shutdown();
        }
    }

    private void part(List<List<RowKey>> batches, int first, Work work) {
        try (Connection from = databases.begin(Side.SRC);
                Connection to = databases.begin(Side.DST)) {
            for (int n = first; n < batches.size(); n += threads) {
                work.on(from, to, batches.get(n));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Row> read(Connection from, List<RowKey> keys) throws SQLException {
        TableAccess source = databases.table(table, Side.SRC);
        return List.copyOf(source.readRows(from, keys, RowLock.NONE).values());
    }

    private void write(Connection to, List<Row> images) throws SQLException {
        databases.table(table, Side.DST).upsert(to, images);
        to.commit();
    }
}
