package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.TableAccess;
import dev.movex.core.compare.TableComparison.Timed;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The workers of one comparison, each with a connection to either side, and a connection that finds where ranges end. */
final class Comparers implements AutoCloseable {
    private final List<RangeComparer> all = new ArrayList<>();
    private final BlockingQueue<RangeComparer> idle;
    private final TableAccess rows;
    private final Connection scout;
    private final ExecutorService threads;
    private final boolean numbers;

    Comparers(Databases databases, PlannedTable table, Side base, ComparisonOptions options) throws SQLException {
        int workers = Math.max(1, options.parallel());
        this.idle = new ArrayBlockingQueue<>(workers);
        this.rows = databases.table(table, base);
        this.numbers = NumberRange.keyed(table);
        this.scout = databases.connect(base);
        try {
            for (int i = 0; i < workers; i++) {
                RangeComparer comparer =
                        new RangeComparer(databases, table, base, options.inJava(), options.keysOnly());
                all.add(comparer);
                idle.add(comparer);
            }
        } catch (SQLException | RuntimeException e) {
            closeAll();
            throw e;
        }
        this.threads = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "movex-compare-ranges");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Returns the next ranges, of about {@code size} rows of the base each, that begin where {@code rest} does; the last one
     * ends where that ends.
     */
    List<KeyRange> next(KeyRange rest, long size, int ranges) throws SQLException {
        if (numbers) {
            // the numbers between two keys need not be asked for
            return NumberRange.cut(first(rest, size * ranges), ranges);
        }
        List<KeyRange> next = new ArrayList<>();
        KeyRange from = rest;
        while (next.size() < ranges) {
            KeyRange one = first(from, size);
            next.add(one);
            if (Objects.equals(one.upTo(), rest.upTo())) {
                break;
            }
            from = new KeyRange(one.upTo(), rest.upTo());
        }
        return next;
    }

    private KeyRange first(KeyRange rest, long size) throws SQLException {
        return new KeyRange(rest.after(), rows.boundary(scout, rest, size).orElse(rest.upTo()));
    }

    Future<Timed> compare(List<KeyRange> range) {
        return threads.submit(() -> {
            RangeComparer comparer = idle.take();
            try {
                long begun = System.nanoTime();
                Compared compared = comparer.compare(range);
                return new Timed(compared, System.nanoTime() - begun);
            } finally {
                idle.add(comparer);
            }
        });
    }

    private void closeAll() throws SQLException {
        SQLException failure = null;
        for (RangeComparer comparer : all) {
            try {
                comparer.close();
            } catch (SQLException e) {
                failure = e;
            }
        }
        scout.close();
        if (failure != null) {
            throw failure;
        }
    }

    /** Ranges under way are waited for: a statement can't be interrupted, and each is short. */
    @Override
    public void close() throws SQLException {
        threads.shutdown();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
    }
}
