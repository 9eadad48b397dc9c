package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Progress;
import dev.movex.core.access.TableAccess;
import dev.movex.core.access.Watch;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the chunks of one table on several threads. The calling thread finds the bounds of chunks and takes finished ones
 * in their order, so that the cursor never jumps over a chunk that is under way. For one thread.
 */
final class ChunkRun implements AutoCloseable {
    private static final long CLOSE_WAIT_SECONDS = 60;

    private final Databases databases;
    private final PlannedTable table;
    private final Side base;
    private final CopyOptions options;
    private final ExecutorService threads;
    private final BlockingQueue<ChunkWriter> writers = new LinkedBlockingQueue<>();
    private final Deque<Future<Chunk>> underWay = new ArrayDeque<>();

    ChunkRun(Databases databases, String migration, PlannedTable table, Side base, CopyOptions options, Hooks hooks) {
        this.databases = databases;
        this.table = table;
        this.base = base;
        this.options = options;
        this.threads = Executors.newFixedThreadPool(options.parallel(), task -> {
            Thread thread = new Thread(task, "movex-copy");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < options.parallel(); i++) {
            writers.add(new ChunkWriter(databases, migration, table, base, options.lockWait(), hooks));
        }
    }

    /** Copies a range; returns the rows added. */
    interface Work {
        long copy(ChunkWriter writer, KeyRange range) throws SQLException, InterruptedException;
    }

    /** Keeps a cursor. */
    interface Saved {
        void save(CopyCursor cursor) throws SQLException;
    }

    /** Copies from the cursor on; returns the cursor that was saved last. */
    CopyCursor run(CopyCursor from, Work work, Saved saved, Watch watch) throws SQLException, InterruptedException {
        TableAccess source = databases.table(table, base);
        CopyCursor cursor = from;
        RowKey after = from.key();
        boolean planned = false;
        int size = Math.min(options.mostRows(), Math.max(options.leastRows(), 2_000));
        long begun = System.nanoTime();
        try (Connection planner = databases.connect(base)) {
            while (true) {
                while (!planned && !watch.cancelled() && underWay.size() < 2 * options.parallel()) {
                    watch.throttle();
                    RowKey upTo = source.boundary(planner, new KeyRange(after, null), size)
                            .orElse(null);
                    submit(new KeyRange(after, upTo), work);
                    after = upTo;
                    planned = upTo == null;
                }
                if (underWay.isEmpty()) {
                    return cursor;
                }
                Chunk chunk = take(underWay.remove());
                cursor = cursor.plus(chunk);
                saved.save(cursor);
                size = resized(size, chunk);
                report(watch, cursor, cursor.rows() - from.rows(), begun);
            }
        }
    }

    private void submit(KeyRange range, Work work) {
        underWay.add(threads.submit(() -> {
            ChunkWriter writer = writers.take();
            try {
                long begun = System.nanoTime();
                long rows = work.copy(writer, range);
                return new Chunk(range, rows, System.nanoTime() - begun);
            } finally {
                writers.add(writer);
            }
        }));
    }

    private static Chunk take(Future<Chunk> future) throws SQLException, InterruptedException {
        try {
            return future.get();
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

    private int resized(int size, Chunk chunk) {
        double factor = Math.min(2, Math.max(0.5, (double) options.aim().toNanos() / Math.max(1, chunk.nanos())));
        return (int) Math.min(options.mostRows(), Math.max(options.leastRows(), size * factor));
    }

    private void report(Watch watch, CopyCursor cursor, long rowsNow, long begun) {
        double seconds = Math.max(1e-9, (System.nanoTime() - begun) / 1e9);
        @Nullable RowKey upTo = cursor.key();
        watch.progress(
                new Progress(table.name(), cursor.rows(), table.on(base).estimatedRows(), rowsNow / seconds, upTo));
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
