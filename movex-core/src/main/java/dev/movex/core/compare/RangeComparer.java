package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Digest;
import dev.movex.core.compare.Sides.Pair;
import dev.movex.core.compare.Sides.Reader;
import dev.movex.core.dialect.RowHash;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares ranges of one table on both sides. The databases compute digests at the same time, each on its own
 * connection; ranges that differ are cut by the number of rows until they are small, then the hashes of rows are
 * compared. Each statement is a transaction of its own, so that nothing is held back; what it finds are suspects, since
 * the sides are not read at one instant. For one thread; has a second one inside until closed.
 */
final class RangeComparer implements AutoCloseable {
    /** Up to this many rows on the larger side, rows are compared and not cut further. */
    static final int LEAF_ROWS = 4000;

    /** How many ranges one statement computes digests of: trips cost more than small ranges do. */
    static final int AT_ONCE = 8;

    /** Into how many parts a range is cut: few levels, since each level reads what differs once more. */
    private static final int PARTS = 32;

    private final PlannedTable table;
    private final ColumnsInJava inJava;
    private final boolean keysOnly;
    private final Sides sides;

    RangeComparer(Databases databases, PlannedTable table, Side baseSide, ColumnsInJava inJava, boolean keysOnly)
            throws SQLException {
        this.table = table;
        this.inJava = inJava;
        this.keysOnly = keysOnly;
        this.sides = new Sides(databases, table, baseSide);
    }

    private RowHash hash() {
        return sides.hash(inJava.of(table).keySet(), keysOnly);
    }

    /** Compares ranges that follow each other. */
    Compared compare(List<KeyRange> ranges) throws SQLException, InterruptedException {
        // one hash for all of it: a column that is left to Java meanwhile would make the parts' digests differ
        Tally tally = new Tally(hash());
        List<Pair<Digest>> digests = digests(tally.hash, ranges);
        Pair<Digest> sum = new Pair<>(Digest.EMPTY, Digest.EMPTY);
        for (int i = 0; i < ranges.size(); i++) {
            Pair<Digest> one = digests.get(i);
            split(ranges.get(i), one, tally);
            sum = new Pair<>(sum.ofBase().plus(one.ofBase()), sum.ofOther().plus(one.ofOther()));
        }
        KeyRange whole = new KeyRange(
                ranges.get(0).after(), ranges.get(ranges.size() - 1).upTo());
        return new Compared(whole, sum.ofBase(), sum.ofOther(), tally.digests, List.copyOf(tally.suspects));
    }

    private void split(KeyRange range, Pair<Digest> digests, Tally tally) throws SQLException, InterruptedException {
        tally.digests++;
        if (digests.ofBase().equals(digests.ofOther())) {
            return;
        }
        List<KeyRange> parts = parts(tally.hash, range, digests);
        if (parts.size() == 1) {
            Pair<Map<RowKey, String>> hashes =
                    sides.both(tally.hash, side -> side.digests().rows(side.connection(), range));
            tally.suspects.addAll(differing(hashes.ofBase(), hashes.ofOther()));
            return;
        }
        for (int from = 0; from < parts.size(); from += AT_ONCE) {
            List<KeyRange> some = parts.subList(from, Math.min(parts.size(), from + AT_ONCE));
            List<Pair<Digest>> ofSome = digests(tally.hash, some);
            for (int i = 0; i < some.size(); i++) {
                split(some.get(i), ofSome.get(i), tally);
            }
        }
    }

    /** The larger side is cut, so that surplus rows of the other side are found as fast as missing ones. */
    private List<KeyRange> parts(RowHash hash, KeyRange range, Pair<Digest> digests) throws SQLException {
        boolean cutBase = digests.ofBase().rows() >= digests.ofOther().rows();
        Pair<Reader> readers = sides.readers(hash);
        Reader cut = cutBase ? readers.ofBase() : readers.ofOther();
        long rows = Math.max(digests.ofBase().rows(), digests.ofOther().rows());
        long size = Math.max(LEAF_ROWS, (rows + PARTS - 1) / PARTS);
        List<KeyRange> parts = new ArrayList<>();
        KeyRange rest = range;
        for (long left = rows; left > size; left -= size) {
            RowKey bound = cut.rows().boundary(cut.connection(), rest, size).orElse(null);
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

    private List<Pair<Digest>> digests(RowHash hash, List<KeyRange> ranges) throws SQLException, InterruptedException {
        Pair<List<Digest>> both = sides.both(hash, side -> side.digests().digests(side.connection(), ranges));
        return IntStream.range(0, ranges.size())
                .mapToObj(i -> new Pair<>(both.ofBase().get(i), both.ofOther().get(i)))
                .toList();
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
        sides.close();
    }

    private static final class Tally {
        private final List<RowKey> suspects = new ArrayList<>();
        private final RowHash hash;
        private int digests;

        Tally(RowHash hash) {
            this.hash = hash;
        }
    }
}
