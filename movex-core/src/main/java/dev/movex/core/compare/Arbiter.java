package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.TableAccess;
import dev.movex.core.compare.Sides.Pair;
import dev.movex.core.dialect.RowHash;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the databases computed of rows against the values themselves, column by column. A column of which they
 * disagree is left to Java from then on: where the values are equal and the hashes differ, each validation would look at
 * every row again; where the hashes are equal and the values differ, it would miss the difference. For one thread.
 */
public final class Arbiter {
    /** How many rows are looked at in one go; a form that is wrong is wrong for many. */
    private static final int ROWS = 64;

    /** What they may weigh; what is looked at is one row at least. */
    private static final long MOST_BYTES = 4_000_000;

    static final String HASHES_DIFFER = "the databases' hashes differ where the values are equal";
    static final String HASHES_EQUAL = "the databases' hashes are equal where the values differ";

    private final Databases databases;
    private final Side base;
    private final ColumnsInJava inJava;

    public Arbiter(Databases databases, Side base, ColumnsInJava inJava) {
        this.databases = databases;
        this.base = base;
        this.inJava = inJava;
    }

    /** Looks at the first rows of a table before it is compared; as {@link #look}. */
    public int sample(PlannedTable table, KeyRange range) throws SQLException, InterruptedException {
        List<RowKey> keys;
        try (Connection connection = databases.connect(base)) {
            TableAccess rows = databases.table(table, base);
            RowKey bound = bound(rows, connection, range);
            keys = rows.readRange(connection, new KeyRange(range.after(), bound)).stream()
                    .map(Row::key)
                    .toList();
        }
        return look(table, keys);
    }

    /** Returns the end of the first rows, of fewer where they are large. */
    private static @Nullable RowKey bound(TableAccess rows, Connection connection, KeyRange range) throws SQLException {
        RowKey bound = range.upTo();
        for (int number = ROWS; number > 0; number /= 8) {
            bound = rows.boundary(connection, range, number).orElse(range.upTo());
            if (rows.weigh(connection, new KeyRange(range.after(), bound)) <= MOST_BYTES) {
                break;
            }
        }
        return bound;
    }

    /** Looks at some of the rows of the given keys; returns how many columns are left to Java now that were not before. */
    public int look(PlannedTable table, Collection<RowKey> keys) throws SQLException, InterruptedException {
        if (keys.isEmpty()) {
            return 0;
        }
        try (Sides sides = new Sides(databases, table, base)) {
            List<RowKey> some = light(sides, keys.stream().limit(ROWS).toList());
            RowHash hash = sides.hash(inJava.of(table).keySet(), false);
            Pair<Map<RowKey, Row>> before = rows(sides, hash, some);
            Pair<Map<RowKey, List<String>>> hashes =
                    sides.both(hash, side -> side.digests().columns(side.connection(), some));
            Pair<Map<RowKey, Row>> after = rows(sides, hash, some);
            int noted = 0;
            for (RowKey key : some) {
                Row ofBase = before.ofBase().get(key);
                Row ofOther = before.ofOther().get(key);
                List<String> one = hashes.ofBase().get(key);
                List<String> two = hashes.ofOther().get(key);
                if (ofBase == null || ofOther == null || one == null || two == null) {
                    continue;
                }
                // what was written meanwhile tells nothing
                if (ofBase.equals(after.ofBase().get(key))
                        && ofOther.equals(after.ofOther().get(key))) {
                    noted += compare(table, hash, new Pair<>(ofBase, ofOther), new Pair<>(one, two));
                }
            }
            return noted;
        }
    }

    /** Returns the first of the keys, as many as have rows that may be in memory at once. */
    private List<RowKey> light(Sides sides, List<RowKey> keys) throws SQLException, InterruptedException {
        Pair<Map<RowKey, Long>> weights =
                sides.both(sides.hash(Set.of(), false), side -> side.rows().weigh(side.connection(), keys));
        List<RowKey> light = new ArrayList<>();
        long sum = 0;
        for (RowKey key : keys) {
            sum += Math.max(
                    weights.ofBase().getOrDefault(key, 0L), weights.ofOther().getOrDefault(key, 0L));
            if (!light.isEmpty() && sum > MOST_BYTES) {
                break;
            }
            light.add(key);
        }
        return light;
    }

    private int compare(PlannedTable table, RowHash hash, Pair<Row> rows, Pair<List<String>> hashes) {
        int noted = 0;
        int index = 0;
        for (int place = 0; place < table.columns().size(); place++) {
            String column = table.columns().get(place);
            if (hash.inJava().contains(column)) {
                continue;
            }
            boolean sameValue = Objects.equals(
                    rows.ofBase().values().get(place), rows.ofOther().values().get(place));
            boolean sameHash =
                    hashes.ofBase().get(index).equals(hashes.ofOther().get(index));
            index++;
            if (sameValue != sameHash && inJava.note(table, column, sameValue ? HASHES_DIFFER : HASHES_EQUAL)) {
                noted++;
            }
        }
        return noted;
    }

    private static Pair<Map<RowKey, Row>> rows(Sides sides, RowHash hash, List<RowKey> keys)
            throws SQLException, InterruptedException {
        return sides.both(hash, side -> side.rows().readRows(side.connection(), keys, RowLock.NONE));
    }
}
