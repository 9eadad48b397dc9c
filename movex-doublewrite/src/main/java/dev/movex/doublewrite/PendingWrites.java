package dev.movex.doublewrite;

import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a transaction has written on the primary so far, in order. Belongs to one transaction; not thread-safe. */
final class PendingWrites {
    private final List<PendingWrite> writes = new ArrayList<>();

    void add(PendingWrite write) {
        if (!write.keys().isEmpty()) {
            writes.add(write);
        }
    }

    /**
     * Adds a write of a table of the primary, as those of the planned tables that share it.
     *
     * @param shares what they have of it; empty for a planned table that has all of it
     * @param updated the columns that an update has changed; empty if rows may have come or gone
     */
    void add(PendingWrite write, List<Share> shares, Set<String> updated) {
        if (shares.isEmpty()) {
            add(write);
        }
        for (Share share : shares) {
            List<RowKey> keys = write.keys().stream()
                    .flatMap(key -> share.key(key).stream())
                    .toList();
            add(new PendingWrite(share.planned(), keys, write.adds(), share.keeps(updated), null));
        }
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** Returns a mark for {@link #backTo}. */
    int mark() {
        return writes.size();
    }

    /** Forgets what was written after the mark. */
    void backTo(int mark) {
        writes.subList(mark, writes.size()).clear();
    }

    /** Returns all keys, each once. */
    Collection<DirtyKey> keys() {
        Set<DirtyKey> keys = new LinkedHashSet<>();
        for (PendingWrite write : writes) {
            write.keys().forEach(k -> keys.add(new DirtyKey(write.table().name(), k)));
        }
        return keys;
    }

    /** Returns the keys of the tables that have at least one write without replay: all of these go as images. */
    Map<PlannedTable, Set<RowKey>> imageKeys() {
        if (allReplayed()) {
            return Map.of();
        }
        Map<PlannedTable, Set<RowKey>> keys = new LinkedHashMap<>();
        writes.stream().filter(w -> w.replay() == null).forEach(w -> keys.put(w.table(), new LinkedHashSet<>()));
        for (PendingWrite write : writes) {
            Set<RowKey> ofTable = keys.get(write.table());
            if (ofTable != null) {
                ofTable.addAll(write.keys());
            }
        }
        return keys;
    }

    /** Returns the keys that perhaps no row had before the transaction, if none has them now. */
    Set<DirtyKey> born() {
        Set<DirtyKey> seen = new HashSet<>();
        Set<DirtyKey> born = new HashSet<>();
        Set<DirtyKey> moved = new HashSet<>();
        for (PendingWrite write : writes) {
            for (RowKey key : write.keys()) {
                DirtyKey dirty = new DirtyKey(write.table().name(), key);
                if (seen.add(dirty) && write.adds()) {
                    born.add(dirty);
                }
                if (!write.steady()) {
                    moved.add(dirty);
                }
            }
        }
        seen.removeAll(moved);
        born.addAll(seen);
        return born;
    }

    /** Returns the statements to repeat, in order, of the tables that have no write without replay. */
    List<SecondaryWrite> replays() {
        Set<PlannedTable> images = allReplayed()
                ? Set.of()
                : writes.stream()
                        .filter(w -> w.replay() == null)
                        .map(PendingWrite::table)
                        .collect(Collectors.toSet());
        List<SecondaryWrite> replays = new ArrayList<>(writes.size());
        for (PendingWrite write : writes) {
            if (images.isEmpty() || !images.contains(write.table())) {
                replays.add(Objects.requireNonNull(write.replay()));
            }
        }
        return replays;
    }

    private boolean allReplayed() {
        for (PendingWrite write : writes) {
            if (write.replay() == null) {
                return false;
            }
        }
        return true;
    }
}
