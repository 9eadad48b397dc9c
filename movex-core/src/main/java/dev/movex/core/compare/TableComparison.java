package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Progress;
import dev.movex.core.access.Watch;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Compares a whole table range by range, in the base's key order. Ranges are sized by the time they take. The last one
 * has no upper bound, so that surplus rows of the other side are found wherever they are. For one thread.
 */
public final class TableComparison {
    private static final long FIRST_ROWS = 20_000;
    private static final long LEAST_ROWS = 1_000;
    private static final long MOST_ROWS = 500_000;
    private static final Duration AIM = Duration.ofMillis(500);

    private final Databases databases;
    private final PlannedTable table;
    private final Side base;
    private final Watch watch;

    public TableComparison(Databases databases, PlannedTable table, Side base, Watch watch) {
        this.databases = databases;
        this.table = table;
        this.base = base;
        this.watch = watch;
    }

    /** Takes what was found, range by range. */
    @FunctionalInterface
    public interface Sink {
        void accept(Compared compared) throws SQLException, InterruptedException;
    }

    /**
     * Runs the comparison.
     *
     * @param startAfter the key to begin after; null to begin at the beginning
     * @return false if the watch cancelled it
     */
    public boolean run(@Nullable RowKey startAfter, Sink sink) throws SQLException, InterruptedException {
        try (RangeComparer comparer = new RangeComparer(databases, table, base)) {
            KeyRange range = new KeyRange(null, startAfter);
            long size = FIRST_ROWS;
            long rows = 0;
            long started = System.nanoTime();
            do {
                if (watch.cancelled()) {
                    return false;
                }
                watch.throttle();
                range = comparer.next(range, size);
                long begun = System.nanoTime();
                Compared compared = comparer.compare(range);
                size = resized(size, System.nanoTime() - begun);
                sink.accept(compared);
                rows += compared.base().rows();
                double seconds = Math.max(1e-9, (System.nanoTime() - started) / 1e9);
                watch.progress(
                        new Progress(table.name(), rows, table.on(base).estimatedRows(), rows / seconds, range.upTo()));
            } while (range.upTo() != null);
            return true;
        }
    }

    private static long resized(long size, long nanos) {
        double factor = Math.min(2, Math.max(0.5, (double) AIM.toNanos() / Math.max(1, nanos)));
        return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, (long) (size * factor)));
    }
}
