package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Fence;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a set of keys, in one transaction on each side. The order of locks is that of the writers: the base's
 * rows first, in key order, then the other side's. The base's transaction ends after the other's, so that nobody closes
 * the base while rows are written in its name. For one thread.
 */
final class RepairTransaction {
    private final Databases databases;
    private final Plan plan;
    private final Fence fence;
    private final Steps steps;
    private final ImageWriter writer;

    RepairTransaction(Databases databases, Plan plan, Steps steps, UndoImages undo) {
        this.databases = databases;
        this.plan = plan;
        this.fence = new Fence(plan.migration());
        this.steps = steps;
        this.writer = new ImageWriter(databases, plan, undo);
    }

    /** What an attempt found out about a key. */
    enum Finding {
        EQUAL,
        WRITTEN,
        DELETED,
        ABSENT_ON_BOTH,
        /** The base had no row and then had one, or its row was passed over. */
        CHANGED
    }

    /**
     * How an attempt meets rows that others have locked.
     *
     * @param lockWait how long it waits for a lock
     * @param passesOver whether it passes over rows of the base instead of waiting
     */
    record Waiting(Duration lockWait, boolean passesOver) {}

    /**
     * What an attempt knows while it holds the rows of both sides.
     *
     * @param images the base's rows
     * @param present the other side's rows
     */
    record Examined(Map<DirtyKey, Row> images, Map<DirtyKey, Row> present, Map<DirtyKey, Finding> findings) {}

    /**
     * Runs the attempt and commits it.
     *
     * @param displace whether rows that differ are deleted before any image is written, so that images may exchange
     *     unique values
     */
    Map<DirtyKey, Finding> run(
            Connections connections, Authority authority, Collection<DirtyKey> keys, boolean displace, Waiting waiting)
            throws SQLException, InterruptedException {
        Side base = authority.base();
        Examined examined = examine(connections, authority, keys, waiting);
        steps.reached(Step.REPAIR_DECIDED);
        Connection to = connections.of(base.other());
        writer.write(to, base.other(), examined, displace);
        to.commit();
        steps.reached(Step.REPAIR_TARGET_COMMITTED);
        connections.of(base).commit();
        return examined.findings();
    }

    /** Locks the rows of both sides, those of the base first, and compares them. Writes nothing. */
    Examined examine(Connections connections, Authority authority, Collection<DirtyKey> keys, Waiting waiting)
            throws SQLException, InterruptedException {
        Side base = authority.base();
        Connection from = connections.of(base);
        fence.check(from, databases.dialect(base), authority.baseFence());
        databases.dialect(base).run(from, List.of(databases.dialect(base).boundLockWaits(waiting.lockWait())));
        Map<DirtyKey, Row> images =
                read(from, base, keys, waiting.passesOver() ? RowLock.SHARE_IF_FREE : RowLock.SHARE);
        steps.reached(Step.REPAIR_BASE_LOCKED);

        Side other = base.other();
        Connection to = connections.of(other);
        fence.check(to, databases.dialect(other), authority.otherFence());
        Dialect dialect = databases.dialect(other);
        dialect.run(to, List.of(dialect.beginImages(), dialect.boundLockWaits(waiting.lockWait())));
        Map<DirtyKey, Row> present = read(to, other, keys, RowLock.UPDATE);
        steps.reached(Step.REPAIR_BOTH_LOCKED);

        // a row that was passed over looks absent, whether or not the other side has it
        Collection<DirtyKey> looked = waiting.passesOver() ? keys : present.keySet();
        Set<DirtyKey> back = returned(from, base, images, looked);
        Map<DirtyKey, Finding> findings = new LinkedHashMap<>();
        for (DirtyKey key : keys) {
            findings.put(key, back.contains(key) ? Finding.CHANGED : finding(images.get(key), present.get(key)));
        }
        return new Examined(images, present, findings);
    }

    /** Reads the images of the base that an attempt would write, without a lock. */
    Map<DirtyKey, Row> images(Connection from, Side base, Collection<DirtyKey> keys) throws SQLException {
        return read(from, base, keys, RowLock.NONE);
    }

    private Map<DirtyKey, Row> read(Connection connection, Side side, Collection<DirtyKey> keys, RowLock lock)
            throws SQLException {
        Map<DirtyKey, Row> rows = new LinkedHashMap<>();
        for (PlannedTable table : plan.tables()) {
            List<RowKey> ofTable = keysOf(table, keys);
            if (!ofTable.isEmpty()) {
                databases
                        .table(table, side)
                        .readRows(connection, ofTable, lock)
                        .forEach((key, row) -> rows.put(new DirtyKey(table.name(), key), row));
            }
        }
        return rows;
    }

    /**
     * Looks again for base rows that were not there, now that the other side's rows are locked: whoever inserts such a
     * row meets the lock before it commits, or has committed and is seen.
     */
    private Set<DirtyKey> returned(Connection from, Side base, Map<DirtyKey, Row> images, Collection<DirtyKey> looked)
            throws SQLException {
        Set<DirtyKey> missing = new LinkedHashSet<>(looked);
        missing.removeAll(images.keySet());
        Set<DirtyKey> back = new LinkedHashSet<>();
        for (PlannedTable table : plan.tables()) {
            List<RowKey> ofTable = keysOf(table, missing);
            if (!ofTable.isEmpty()) {
                databases
                        .table(table, base)
                        .readKeys(from, ofTable)
                        .forEach(key -> back.add(new DirtyKey(table.name(), key)));
            }
        }
        return back;
    }

    private static Finding finding(@Nullable Row image, @Nullable Row present) {
        if (image == null) {
            return present == null ? Finding.ABSENT_ON_BOTH : Finding.DELETED;
        }
        return present != null && image.values().equals(present.values()) ? Finding.EQUAL : Finding.WRITTEN;
    }

    private static List<RowKey> keysOf(PlannedTable table, Collection<DirtyKey> keys) {
        return keys.stream()
                .filter(key -> key.table().equals(table.name()))
                .map(DirtyKey::key)
                .toList();
    }
}
