package dev.movex.core.copy;

import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.plan.PlannedTable;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Copies tables, several at once: while one is being compared, chunks of others go on. For one thread. */
public final class TablesCopy {
    private final Copier copier;
    private final int atOnce;

    /** Copies by the given copier, so many tables at once. */
    public TablesCopy(Copier copier, int atOnce) {
        this.copier = copier;
        this.atOnce = atOnce;
    }

    /** Is told of a table whose copy has ended; one call at a time. */
    public interface Ended {
        void ended(PlannedTable table, CopyResult result) throws SQLException;
    }

    /**
     * Copies the tables, beginning with the first. A table that fails lets those that are under way end and keeps others
     * from beginning.
     *
     * @throws SQLException as {@link Copier#copyTable}, of the first table that failed
     */
    public void run(List<PlannedTable> tables, Supplier<Authority> authority, Watch watch, Ended ended)
            throws Exception {
        Deque<PlannedTable> left = new ArrayDeque<>(tables);
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, atOnce), task -> {
            Thread thread = new Thread(task, "movex-copy-table");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                futures.add(threads.submit(() -> {
                    copy(left, authority, watch, ended);
                    return null;
                }));
            }
            Exception failure = null;
            for (Future<?> future : futures) {
                Exception one = failureOf(future);
                failure = failure == null ? one : failure;
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static @Nullable Exception failureOf(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void copy(Deque<PlannedTable> left, Supplier<Authority> authority, Watch watch, Ended ended)
            throws SQLException, InterruptedException {
        for (PlannedTable table = next(left, watch); table != null; table = next(left, watch)) {
            CopyResult result;
            boolean done = false;
            try {
                result = copier.copyTable(table, authority, watch);
                done = true;
            } finally {
                if (!done) {
                    synchronized (left) {
                        left.clear();
                    }
                }
            }
            synchronized (this) {
                ended.ended(table, result);
            }
        }
    }

    private static @Nullable PlannedTable next(Deque<PlannedTable> left, Watch watch) {
        synchronized (left) {
            return watch.cancelled() ? null : left.poll();
        }
    }
}
