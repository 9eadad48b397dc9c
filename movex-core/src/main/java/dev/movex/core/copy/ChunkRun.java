package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Progress;
import dev.movex.core.access.TableAccess;
import dev.movex.core.access.Watch;
import dev.movex.core.copy.Chunk.Copied;
import dev.movex.core.copy.CopyLedger.Entry;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the chunks of one table on several threads. The calling thread finds the bounds of chunks, a little ahead of the
 * workers. For one thread.
 */
final class ChunkRun implements AutoCloseable {
    private static final long CLOSE_WAIT_SECONDS = 60;
    private static final int FIRST_ROWS = 2_000;

    private final Databases databases;
    private final PlannedTable table;
    private final Side base;
    private final CopyOptions options;
    private final Semaphore slots;
    private final ExecutorService threads;
    private final BlockingQueue<ChunkWriter> writers = new LinkedBlockingQueue<>();
    private final Deque<Future<?>> underWay = new ArrayDeque<>();
    private volatile int size;
    private volatile boolean failed;

    /**
     * @param slots one for each chunk that may be under way, shared with the other tables
     */
    ChunkRun(
            Databases databases,
            String migration,
            PlannedTable table,
            Side base,
            CopyOptions options,
            Hooks hooks,
            Semaphore slots) {
        this.databases = databases;
        this.table = table;
        this.base = base;
        this.options = options;
        this.slots = slots;
        this.size = Math.min(options.mostRows(), Math.max(options.leastRows(), FIRST_ROWS));
        this.threads = Executors.newFixedThreadPool(options.parallel(), task -> {
            Thread thread = new Thread(task, "movex-copy");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < options.parallel(); i++) {
            writers.add(new ChunkWriter(databases, migration, table, base, options.lockWait(), hooks));
        }
    }

    /** Copies a range of about so many rows. */
    interface Work {
        Copied copy(ChunkWriter writer, KeyRange range, int size) throws SQLException, InterruptedException;
    }

    /** Copies from the ledger's cursor on, until all is done or the work is cancelled. */
    void run(CopyLedger ledger, Work work, Watch watch) throws SQLException, InterruptedException {
        CopyCursor from = ledger.cursor();
        Started started = new Started(from.rows(), System.nanoTime());
        TableAccess source = databases.table(table, base);
        Iterator<KeyRange> ahead = from.doneAhead().iterator();
        @Nullable KeyRange done = ahead.hasNext() ? ahead.next() : null;
        RowKey after = from.key();
        boolean planned = false;
        try (Connection planner = databases.connect(base)) {
            while (!planned && !watch.cancelled()) {
                RowKey end = done == null ? null : done.after();
                if (done != null && end != null && end.equals(after)) {
                    ledger.doneBefore(done);
                    after = done.upTo();
                    planned = after == null;
                    done = ahead.hasNext() ? ahead.next() : null;
                    continue;
                }
                KeyRange range = bounded(planner, source, new KeyRange(after, end));
                Entry entry = ledger.plan(range);
                underWay.add(threads.submit(() -> {
                    copy(ledger, entry, range, work, watch, started);
                    return range;
                }));
                after = range.upTo();
                planned = after == null;
                if (underWay.size() == 2 * options.parallel()) {
                    take(underWay.remove());
                }
            }
            while (!underWay.isEmpty()) {
                take(underWay.remove());
            }
        }
    }

    /** Where this call has begun. */
    private record Started(long rows, long nanos) {}

    private void copy(CopyLedger ledger, Entry entry, KeyRange range, Work work, Watch watch, Started started)
            throws SQLException, InterruptedException {
        watch.throttle();
        slots.acquire();
        ChunkWriter writer = writers.take();
        boolean ended = false;
        try {
            if (failed || watch.cancelled()) {
                return;
            }
            long begun = System.nanoTime();
            Copied copied = work.copy(writer, range, size);
            Chunk chunk = new Chunk(range, copied, System.nanoTime() - begun);
            size = resized(size, chunk);
            report(watch, ledger.done(entry, chunk), started);
            ended = true;
        } finally {
            failed |= !ended && !watch.cancelled();
            writers.add(writer);
            slots.release();
        }
    }

    /** Finds the first part of a range: so many rows, or fewer where they would be too large together. */
    private KeyRange bounded(Connection planner, TableAccess source, KeyRange rest) throws SQLException {
        for (long rows = size; ; ) {
            RowKey upTo = source.boundary(planner, rest, rows).orElse(rest.upTo());
            KeyRange range = new KeyRange(rest.after(), upTo);
            long bytes = rows == 1 ? 0 : source.weigh(planner, range);
            if (bytes <= options.mostBytes()) {
                return range;
            }
            rows = Math.max(1, Math.min(rows / 2, rows * options.mostBytes() / bytes));
        }
    }

    private static void take(Future<?> future) throws SQLException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException sql) {
                throw sql;
            }
            if (cause instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new SQLException(cause);
        }
    }

    private int resized(int was, Chunk chunk) {
        double byTime = (double) options.aim().toNanos() / Math.max(1, chunk.workNanos());
        double bySize =
                (double) options.mostBytes() / Math.max(1, chunk.copied().bytes());
        double factor = Math.min(2, Math.max(0.5, Math.min(byTime, bySize)));
        return (int) Math.min(options.mostRows(), Math.max(options.leastRows(), was * factor));
    }

    private void report(Watch watch, CopyCursor cursor, Started started) {
        double seconds = Math.max(1e-9, (System.nanoTime() - started.nanos()) / 1e9);
        double rate = (cursor.rows() - started.rows()) / seconds;
        watch.progress(new Progress(table.name(), cursor.rows(), table.on(base).estimatedRows(), rate, cursor.key()));
    }

    /** Ends the threads before the connections, so that nothing is written after the call. */
    @Override
    public void close() throws InterruptedException {
        underWay.forEach(future -> future.cancel(true));
        threads.shutdownNow();
        boolean ended = threads.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
        writers.forEach(ChunkWriter::close);
        if (!ended) {
            throw new IllegalStateException("a chunk of " + table.name() + " did not end");
        }
    }
}
