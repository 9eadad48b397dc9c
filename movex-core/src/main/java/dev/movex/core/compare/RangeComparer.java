package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Digest;
import dev.movex.core.access.TableAccess;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares ranges of one table on both sides. The databases compute digests at the same time, each on its own
 * connection; ranges that differ are cut by the number of rows until they are small, then the hashes of rows are
 * compared. Each statement is a transaction of its own, so that nothing is held back; what it finds are suspects, since
 * the sides are not read at one instant. For one thread; has a second one inside until closed.
 */
public final class RangeComparer implements AutoCloseable {
    /** Up to this many rows on the larger side, rows are compared and not cut further. */
    static final int LEAF_ROWS = 1000;

    /** Into how many parts a range is cut: few levels, since each level reads what differs once more. */
    private static final int PARTS = 32;

    private final TableAccess base;
    private final TableAccess other;
    private final Connection toBase;
    private final Connection toOther;
    private final ExecutorService second;

    public RangeComparer(Databases databases, PlannedTable table, Side baseSide) throws SQLException {
        this.base = databases.table(table, baseSide);
        this.other = databases.table(table, baseSide.other());
        this.toBase = databases.connect(baseSide);
        try {
            this.toOther = databases.connect(baseSide.other());
        } catch (SQLException | RuntimeException e) {
            toBase.close();
            throw e;
        }
        this.second = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "movex-compare");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the range of the next {@code rows} rows of the base after a range; the last one has no upper bound. */
    public KeyRange next(KeyRange previous, long rows) throws SQLException {
        Optional<RowKey> bound = base.boundary(toBase, new KeyRange(previous.upTo(), null), rows);
        return new KeyRange(previous.upTo(), bound.orElse(null));
    }

    /** Compares a range. */
    public Compared compare(KeyRange range) throws SQLException, InterruptedException {
        Pair<Digest> digests = digests(range);
        Tally tally = new Tally();
        split(range, digests, tally);
        return new Compared(range, digests.ofBase(), digests.ofOther(), tally.digests, List.copyOf(tally.suspects));
    }

    private void split(KeyRange range, Pair<Digest> digests, Tally tally) throws SQLException, InterruptedException {
        tally.digests++;
        if (digests.ofBase().equals(digests.ofOther())) {
            return;
        }
        List<KeyRange> parts = parts(range, digests);
        if (parts.size() == 1) {
            Pair<Map<RowKey, String>> hashes =
                    both(() -> base.rowDigests(toBase, range), () -> other.rowDigests(toOther, range));
            tally.suspects.addAll(differing(hashes.ofBase(), hashes.ofOther()));
            return;
        }
        for (KeyRange part : parts) {
            split(part, digests(part), tally);
        }
    }

    /** The larger side is cut, so that surplus rows of the other side are found as fast as missing ones. */
    private List<KeyRange> parts(KeyRange range, Pair<Digest> digests) throws SQLException {
        boolean cutBase = digests.ofBase().rows() >= digests.ofOther().rows();
        long rows = Math.max(digests.ofBase().rows(), digests.ofOther().rows());
        long size = Math.max(LEAF_ROWS, (rows + PARTS - 1) / PARTS);
        List<KeyRange> parts = new ArrayList<>();
        KeyRange rest = range;
        for (long left = rows; left > size; left -= size) {
            RowKey bound =
                    (cutBase ? base.boundary(toBase, rest, size) : other.boundary(toOther, rest, size)).orElse(null);
            // rows may have gone meanwhile; a part that ends at the bound would leave nothing for the last one
            if (bound == null || bound.equals(range.upTo())) {
                break;
            }
            parts.add(new KeyRange(rest.after(), bound));
            rest = new KeyRange(bound, range.upTo());
        }
        parts.add(rest);
        return parts;
    }

    private Pair<Digest> digests(KeyRange range) throws SQLException, InterruptedException {
        return both(() -> base.digest(toBase, range), () -> other.digest(toOther, range));
    }

    private <T> Pair<T> both(Callable<T> ofBase, Callable<T> ofOther) throws SQLException, InterruptedException {
        Future<T> late = second.submit(ofOther);
        T first;
        try {
            first = ofBase.call();
        } catch (Exception e) {
            late.cancel(true);
            throw asSql(e);
        }
        try {
            return new Pair<>(first, late.get());
        } catch (ExecutionException e) {
            throw asSql(e.getCause() == null ? e : e.getCause());
        }
    }

    private static SQLException asSql(Throwable error) {
        if (error instanceof SQLException sql) {
            return sql;
        }
        if (error instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return new SQLException(error);
    }

    private static Set<RowKey> differing(Map<RowKey, String> ofBase, Map<RowKey, String> ofOther) {
        Set<RowKey> suspects = new LinkedHashSet<>();
        ofBase.forEach((key, hash) -> {
            if (!hash.equals(ofOther.get(key))) {
                suspects.add(key);
            }
        });
        ofOther.keySet().stream().filter(key -> !ofBase.containsKey(key)).forEach(suspects::add);
        return suspects;
    }

    @Override
    public void close() throws SQLException {
        second.shutdownNow();
        try (toBase;
                toOther) {
            // both are closed, also when the first one fails
        }
    }

    private record Pair<T>(T ofBase, T ofOther) {}

    private static final class Tally {
        private final List<RowKey> suspects = new ArrayList<>();
        private int digests;
    }
}
