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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table range by range, in the base's key order. Ranges are sized by the time they take, and several are under
 * way at once; what they find is handed over in order. The last one has no upper bound unless one was asked for, so that
 * surplus rows of the other side are found wherever they are. For one thread.
 */
public final class TableComparison {
    /**
     * How many rows a range has, unless they are slow. A few thousand cost as little as one digest of the whole table, and
     * a range that differs is read once more, so that few differences cost little in a table of any size.
     */
    static final long MOST_ROWS = 2_000;

    private static final long LEAST_ROWS = 100;

    private static final Duration AIM = Duration.ofMillis(500);

    private final Databases databases;
    private final PlannedTable table;
    private final Side base;
    private final Watch watch;
    private final ComparisonOptions options;
    private final Deque<Future<Timed>> running = new ArrayDeque<>();
    private final long started = System.nanoTime();
    private long size;
    private long number;
    private long rows;
    private long passedOver;

    public TableComparison(Databases databases, PlannedTable table, Side base, Watch watch) {
        this(databases, table, base, watch, ComparisonOptions.standard());
    }

    public TableComparison(Databases databases, PlannedTable table, Side base, Watch watch, ComparisonOptions options) {
        this.databases = databases;
        this.table = table;
        this.base = base;
        this.watch = watch;
        this.options = options;
        this.size = MOST_ROWS;
    }

    /** Takes what was found, range by range. */
    @FunctionalInterface
    public interface Sink {
        void accept(Compared compared) throws SQLException, InterruptedException;
    }

    /** A range that was compared, and how long it took. */
    record Timed(Compared compared, long nanos) {}

    /**
     * Runs the comparison.
     *
     * @param startAfter the key to begin after; null to begin at the beginning
     * @return false if the watch cancelled it
     */
    public boolean run(@Nullable RowKey startAfter, Sink sink) throws SQLException, InterruptedException {
        KeyRange all = options.range();
        KeyRange rest = startAfter == null ? all : new KeyRange(startAfter, all.upTo());
        try (Comparers comparers = new Comparers(databases, table, base, options)) {
            while (rest != null && !watch.cancelled()) {
                watch.throttle();
                rest = begin(comparers, rest);
                if (running.size() > options.parallel()) {
                    handOver(sink);
                }
            }
            while (!running.isEmpty()) {
                handOver(sink);
            }
        }
        return rest == null;
    }

    /** Sets a worker on the next ranges; returns what is left then. */
    private @Nullable KeyRange begin(Comparers comparers, KeyRange rest) throws SQLException {
        List<KeyRange> ranges = comparers.next(rest, size, options.share() < 1 ? 1 : RangeComparer.AT_ONCE);
        if (options.chooses(number++)) {
            running.add(comparers.compare(ranges));
        } else {
            passedOver += size;
        }
        RowKey end = ranges.get(ranges.size() - 1).upTo();
        return Objects.equals(end, rest.upTo()) ? null : new KeyRange(end, rest.upTo());
    }

    private void handOver(Sink sink) throws SQLException, InterruptedException {
        Timed done;
        try {
            done = running.remove().get();
        } catch (ExecutionException e) {
            throw Sides.asSql(e.getCause() == null ? e : e.getCause());
        }
        // of a table that is sampled the same ranges are chosen, however fast the databases are
        if (options.share() >= 1) {
            size = resized(size, done.nanos());
        }
        Compared compared = done.compared();
        sink.accept(compared);
        rows += compared.base().rows();
        double seconds = Math.max(1e-9, (System.nanoTime() - started) / 1e9);
        watch.progress(new Progress(
                table.name(),
                rows + passedOver,
                table.on(base).estimatedRows(),
                (rows + passedOver) / seconds,
                compared.range().upTo()));
    }

    private static long resized(long size, long nanos) {
        double factor = Math.min(2, Math.max(0.5, (double) AIM.toNanos() / Math.max(1, nanos)));
        return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, (long) (size * factor)));
    }
}
