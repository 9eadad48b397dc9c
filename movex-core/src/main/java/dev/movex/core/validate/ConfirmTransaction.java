package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.KeyBatches;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.TableAccess;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Fence;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.follow.Applied;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges a batch of suspects while their rows are locked. Writes nothing. For one thread. */
final class ConfirmTransaction implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    /** So long at most a follower of the log keeps rows of the base locked. */
    private static final Duration LOG_WAIT = Duration.ofSeconds(2);

    private final Plan plan;
    private final Databases databases;
    private final Side base;
    private final RowEquality equality;
    private final Hooks hooks;
    private final Steps steps;
    private final Fence fence;
    private final PendingKeys journal;
    private final Connection from;
    private final Connection to;

    ConfirmTransaction(
            Plan plan, Databases databases, Side base, RowEquality equality, Hooks hooks, PendingKeys journal)
            throws SQLException {
        this.plan = plan;
        this.databases = databases;
        this.base = base;
        this.equality = equality;
        this.hooks = hooks;
        this.steps = hooks.steps();
        this.fence = new Fence(plan.migration());
        this.journal = journal;
        this.from = databases.begin(base);
        try {
            this.to = databases.begin(base.other());
        } catch (SQLException | RuntimeException e) {
            from.close();
            throw e;
        }
    }

    /**
     * How firmly rows are held.
     *
     * @param lockWait how long a lock is waited for
     * @param hold how long rows that the journal names are kept locked, until it does not: nobody writes them meanwhile, so
     *     that a row which is written all the time comes to rest
     */
    record Grip(Duration lockWait, Duration hold) {
        static final Grip LIGHT = new Grip(Duration.ofMillis(100), Duration.ZERO);
        private static final Duration LONGEST = Duration.ofSeconds(1);

        static Grip firm(Duration left) {
            return new Grip(LONGEST, left.compareTo(LONGEST) < 0 ? left : LONGEST);
        }
    }

    /** What a batch came to: those confirmed, and those that can't be judged yet; the rest is equal. */
    record Verdict(List<Confirmed> confirmed, Set<DirtyKey> open) {}

    Side base() {
        return base;
    }

    /** Cuts keys into batches of so many at most, fewer where rows are large. */
    List<List<DirtyKey>> cut(List<DirtyKey> keys, int most) throws SQLException {
        try {
            return KeyBatches.cut(plan, databases, Map.of(base, from, base.other(), to), keys, most);
        } finally {
            rollback();
        }
    }

    Verdict judge(List<DirtyKey> keys, Authority authority, Applied applied, Grip grip)
            throws SQLException, InterruptedException {
        Verdict verdict = new Verdict(new ArrayList<>(), new LinkedHashSet<>());
        fence.check(from, databases.dialect(base), authority.baseFence());
        boundWaits(from, base, grip);
        boundWaits(to, base.other(), grip);
        Map<DirtyKey, Row> rows = read(from, base, keys, RowLock.SHARE);
        steps.reached(Step.CONFIRM_BASE_LOCKED);
        if (!applied.upToNow(LOG_WAIT)) {
            verdict.open().addAll(keys);
            rollback();
            return verdict;
        }
        Set<DirtyKey> pending = pending(keys, rows);
        for (long end = System.nanoTime() + grip.hold().toNanos(); !pending.isEmpty() && System.nanoTime() < end; ) {
            hooks.pauser().pause(LOOK);
            pending = pending(keys, rows);
        }
        steps.reached(Step.CONFIRM_JOURNAL_READ);
        verdict.open().addAll(pending);
        List<DirtyKey> free =
                keys.stream().filter(key -> !verdict.open().contains(key)).toList();
        judgePresent(free.stream().filter(rows::containsKey).toList(), rows, verdict);
        judgeAbsent(free.stream().filter(key -> !rows.containsKey(key)).toList(), verdict);
        to.rollback();
        from.rollback();
        return verdict;
    }

    private void judgePresent(List<DirtyKey> keys, Map<DirtyKey, Row> rows, Verdict verdict) throws SQLException {
        Map<DirtyKey, Row> others = read(to, base.other(), keys, RowLock.NONE);
        for (DirtyKey key : keys) {
            Row row = rows.get(key);
            Row other = others.get(key);
            if (other == null) {
                verdict.confirmed().add(new Confirmed(key, InconsistencyType.TARGET_MISSING, List.of()));
            } else if (row != null) {
                List<String> columns = equality.differing(plan.table(key.table()), row, other);
                if (!columns.isEmpty()) {
                    verdict.confirmed().add(new Confirmed(key, InconsistencyType.NEQ, columns));
                }
            }
        }
    }

    private void judgeAbsent(List<DirtyKey> keys, Verdict verdict) throws SQLException, InterruptedException {
        if (keys.isEmpty()) {
            return;
        }
        Map<DirtyKey, Row> surplus = read(to, base.other(), keys, RowLock.SHARE);
        steps.reached(Step.CONFIRM_TARGET_LOCKED);
        List<DirtyKey> locked = new ArrayList<>(surplus.keySet());
        Map<DirtyKey, Row> back = read(from, base, locked, RowLock.NONE);
        Set<DirtyKey> pending = pending(locked, surplus);
        for (DirtyKey key : locked) {
            if (back.containsKey(key) || pending.contains(key)) {
                verdict.open().add(key);
            } else {
                verdict.confirmed().add(new Confirmed(key, InconsistencyType.BASE_MISSING, List.of()));
            }
        }
    }

    private void boundWaits(Connection connection, Side side, Grip grip) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(databases.dialect(side).boundLockWaits(grip.lockWait()));
        }
    }

    private Map<DirtyKey, Row> read(Connection connection, Side side, List<DirtyKey> keys, RowLock lock)
            throws SQLException {
        Map<DirtyKey, Row> rows = new LinkedHashMap<>();
        for (PlannedTable table : plan.tables()) {
            List<RowKey> ofTable = ofTable(table, keys);
            if (!ofTable.isEmpty()) {
                databases
                        .table(table, side)
                        .readRows(connection, ofTable, lock)
                        .forEach((key, row) -> rows.put(new DirtyKey(table.name(), key), row));
            }
        }
        return rows;
    }

    /** Finds the keys that the journal names, by the text that was asked for or that the row itself has. */
    private Set<DirtyKey> pending(List<DirtyKey> keys, Map<DirtyKey, Row> rows) throws SQLException {
        PendingKeys.Look look = journal.look(from);
        if (look.empty()) {
            return Set.of();
        }
        Map<DirtyKey, Set<DirtyKey>> wanted = new LinkedHashMap<>();
        for (PlannedTable table : plan.tables()) {
            TableAccess access = databases.table(table, base);
            access.canonical(from, ofTable(table, keys)).forEach((key, form) -> {
                DirtyKey dirty = new DirtyKey(table.name(), key);
                Set<DirtyKey> forms = new LinkedHashSet<>(Set.of(new DirtyKey(table.name(), form)));
                Row row = rows.get(dirty);
                if (row != null) {
                    forms.add(new DirtyKey(table.name(), row.key()));
                }
                wanted.put(dirty, forms);
            });
        }
        return look.named(wanted);
    }

    private static List<RowKey> ofTable(PlannedTable table, List<DirtyKey> keys) {
        return keys.stream()
                .filter(key -> key.table().equals(table.name()))
                .map(DirtyKey::key)
                .toList();
    }

    void rollback() throws SQLException {
        to.rollback();
        from.rollback();
    }

    @Override
    public void close() throws SQLException {
        try (from;
                to) {
            rollback();
        }
    }
}
