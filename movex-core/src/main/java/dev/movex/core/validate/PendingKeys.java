package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.Journal;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The keys that a side's journal names, looked at again and again. Each look sees exactly the rows that are there at that
 * moment, but reads the keys of those alone that it has not met before: of a backlog of any length only the ids are read
 * anew. Of each key it keeps 64 bits, about 40 bytes a row with what belongs to it. Thread-safe.
 *
 * <p>Two keys that share their 64 bits would at worst be taken for pending and judged later.
 */
final class PendingKeys {
    private static final long[] NONE = {};
    private static final int PAGE = 1000;

    private final Plan plan;
    private final Databases databases;
    private final Side side;
    private final Journal journal;
    private long[] ids = NONE;
    private long[][] hashes = {};

    PendingKeys(Plan plan, Databases databases, Side side) {
        this.plan = plan;
        this.databases = databases;
        this.side = side;
        this.journal = new Journal(plan.migration(), databases.dialect(side));
    }

    /**
     * What a journal named at one moment. Immutable.
     *
     * @param hashes those of each row's keys
     */
    record Look(long[][] hashes) {
        /** Returns whether there was no row. */
        boolean empty() {
            return hashes.length == 0;
        }

        /**
         * Returns which of the keys were named.
         *
         * @param wanted each key with the forms it may have in the journal, as {@link
         *     dev.movex.core.access.TableAccess#canonical} gives them
         */
        Set<DirtyKey> named(Map<DirtyKey, Set<DirtyKey>> wanted) {
            Map<Long, Set<DirtyKey>> byHash = new HashMap<>();
            wanted.forEach(
                    (key, forms) -> forms.forEach(form -> byHash.computeIfAbsent(hash(form), h -> new LinkedHashSet<>())
                            .add(key)));
            Set<DirtyKey> named = new LinkedHashSet<>();
            for (long[] ofRow : hashes) {
                for (long hash : ofRow) {
                    named.addAll(byHash.getOrDefault(hash, Set.of()));
                }
            }
            return named;
        }
    }

    /**
     * Looks at the rows that the connection's next statement sees. The order of ids is not the order of commits, so that
     * every look asks for all ids.
     */
    synchronized Look look(Connection connection) throws SQLException {
        long[] now = journal.ids(connection);
        long[] fresh = LongStream.of(now).filter(id -> place(id) < 0).toArray();
        Map<Long, long[]> read = new HashMap<>();
        for (int from = 0; from < fresh.length; from += PAGE) {
            read.putAll(read(connection, Arrays.copyOfRange(fresh, from, Math.min(fresh.length, from + PAGE))));
        }
        long[][] ofNow = new long[now.length][];
        for (int i = 0; i < now.length; i++) {
            int place = place(now[i]);
            // a row that went between the two statements was committed on both sides
            ofNow[i] = place >= 0 ? hashes[place] : read.getOrDefault(now[i], NONE);
        }
        ids = now;
        hashes = ofNow;
        return new Look(ofNow);
    }

    private int place(long id) {
        return Arrays.binarySearch(ids, id);
    }

    private Map<Long, long[]> read(Connection connection, long[] fresh) throws SQLException {
        Map<Long, List<DirtyKey>> keys = new HashMap<>();
        journal.readKeys(connection, fresh, keys::put);
        Map<DirtyKey, DirtyKey> forms = forms(connection, keys.values());
        Map<Long, long[]> read = new HashMap<>();
        keys.forEach((id, ofRow) -> read.put(
                id,
                ofRow.stream()
                        .mapToLong(key -> hash(forms.getOrDefault(key, key)))
                        .toArray()));
        return read;
    }

    private Map<DirtyKey, DirtyKey> forms(Connection connection, Collection<List<DirtyKey>> keys) throws SQLException {
        Map<DirtyKey, DirtyKey> forms = new HashMap<>();
        Map<String, Set<RowKey>> byTable = new HashMap<>();
        keys.forEach(ofRow -> ofRow.forEach(key ->
                byTable.computeIfAbsent(key.table(), t -> new HashSet<>()).add(key.key())));
        for (PlannedTable table : plan.tables()) {
            Set<RowKey> ofTable = byTable.getOrDefault(table.name(), Set.of());
            databases
                    .table(table, side)
                    .canonical(connection, ofTable)
                    .forEach((key, form) ->
                            forms.put(new DirtyKey(table.name(), key), new DirtyKey(table.name(), form)));
        }
        return forms;
    }

    private static long hash(DirtyKey key) {
        long hash = mix(0xcbf29ce484222325L, key.table());
        for (String value : key.key().values()) {
            hash = mix(hash, value);
        }
        return hash;
    }

    /** Takes in the length too, so that the border between two texts counts. */
    private static long mix(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (0x10000L + text.length())) * 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 32;
    }
}
