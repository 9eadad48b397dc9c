package dev.movex.core.repair;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.TableAccess;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.control.Fence;
import dev.movex.core.control.FencedException;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.plan.Plan;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.UndoLog.Stored;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what a repair overwrote, the latest change first. A row that has changed since is left alone, and so is a
 * side that has become the base: its rows are the application's now. Locks and fences are those of a repair. What is put
 * back differs from the base again, and the next validation will say so. Thread-safe.
 */
public final class Undo {
    private static final int PAGE = 100;

    private final Plan plan;
    private final Databases databases;
    private final RepairOptions options;
    private final Hooks hooks;
    private final Fence fence;

    public Undo(Plan plan, Databases databases, RepairOptions options, Hooks hooks) {
        this.plan = plan;
        this.databases = databases;
        this.options = options;
        this.hooks = hooks;
        this.fence = new Fence(plan.migration());
    }

    /**
     * Undoes a run of repairs.
     *
     * @param run the name that its {@link UndoLog} had
     * @return for each key {@code WRITTEN}, {@code DELETED}, or {@code REFUSED} with the reason
     * @throws MovexException with code {@code UNDO_UNKNOWN} if nothing is kept under that name on the side that is not the
     *     base
     * @throws BaseChangedException if another side becomes the base meanwhile
     */
    public RepairResult undo(String run, Supplier<Authority> authority) throws SQLException, InterruptedException {
        Side side = authority.get().base().other();
        UndoLog log = new UndoLog(plan, databases, run);
        Map<DirtyKey, KeyOutcome> outcomes = new LinkedHashMap<>();
        try (Connections connections = new Connections(databases)) {
            long below = Long.MAX_VALUE;
            List<Stored> page = read(log, side, below);
            if (page.isEmpty()) {
                throw new MovexException(
                        "UNDO_UNKNOWN",
                        "Nothing is kept of a repair " + run + " on the " + side.label() + ".",
                        "Undo works on the side that is not the base, once, and for repairs that were told to keep images.");
            }
            while (!page.isEmpty()) {
                for (Stored stored : page) {
                    Authority used = BaseChangedException.check(authority.get(), side.other());
                    outcomes.put(stored.body().dirtyKey(), one(connections, log, stored, used));
                    below = stored.id();
                }
                page = read(log, side, below);
            }
        }
        return new RepairResult(outcomes);
    }

    private List<Stored> read(UndoLog log, Side side, long below) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            return log.read(connection, side, below, PAGE);
        }
    }

    private KeyOutcome one(Connections connections, UndoLog log, Stored stored, Authority used)
            throws SQLException, InterruptedException {
        if (!stored.body().fits(plan)) {
            return KeyOutcome.refused("PLAN_CHANGED: the table's columns are planned otherwise now.");
        }
        Side base = used.base();
        Dialect dialect = databases.dialect(base.other());
        try {
            KeyOutcome outcome = attempt(connections, log, stored, used);
            if (!outcome.settled()) {
                connections.rollback(base);
            }
            return outcome;
        } catch (FencedException e) {
            connections.rollback(base);
            return KeyOutcome.refused("FENCED: the pattern is changing.");
        } catch (SQLException e) {
            connections.rollback(base);
            if (dialect.connectionFailure(e) || databases.dialect(base).connectionFailure(e)) {
                throw e;
            }
            return KeyOutcome.dead(DeadReason.of(databases, e).text(dialect.describe(e)));
        }
    }

    private KeyOutcome attempt(Connections connections, UndoLog log, Stored stored, Authority used)
            throws SQLException, InterruptedException {
        Side base = used.base();
        Side side = base.other();
        DirtyKey key = stored.body().dirtyKey();
        Connection from = connections.of(base);
        fence.check(from, databases.dialect(base), used.baseFence());
        databases.dialect(base).run(from, List.of(databases.dialect(base).boundLockWaits(options.lockWait())));
        boolean onBase = read(from, base, key, RowLock.SHARE) != null;
        Connection to = connections.of(side);
        fence.check(to, databases.dialect(side), used.otherFence());
        Dialect dialect = databases.dialect(side);
        dialect.run(to, List.of(dialect.beginImages(), dialect.boundLockWaits(options.lockWait())));
        Row now = read(to, side, key, RowLock.UPDATE);
        hooks.steps().reached(Step.REPAIR_BOTH_LOCKED);
        // a row that the base has again is on its way to this side
        boolean returned = now == null && onBase;
        if (returned || !UndoLog.unchanged(stored.body(), now) || !log.take(to, side, stored.id())) {
            return KeyOutcome.refused("CHANGED_SINCE: the row is not the one that the repair wrote.");
        }
        Row before = stored.body().row();
        if (!putBack(to, side, key, now, before)) {
            return KeyOutcome.refused("CHANGED_SINCE: somebody has written the row meanwhile.");
        }
        to.commit();
        from.commit();
        return KeyOutcome.of(before == null ? Kind.DELETED : Kind.WRITTEN);
    }

    private boolean putBack(Connection to, Side side, DirtyKey key, @Nullable Row now, @Nullable Row before)
            throws SQLException {
        TableAccess access = databases.table(plan.table(key.table()), side);
        if (before == null) {
            return now == null || access.delete(to, List.of(key.key())) == 1;
        }
        if (now == null) {
            // there was nothing to lock: an insert that comes first stays
            access.insert(to, List.of(before));
            Row there = read(to, side, key, RowLock.UPDATE);
            return there != null && there.values().equals(before.values());
        }
        access.upsert(to, List.of(before));
        return true;
    }

    private @Nullable Row read(Connection connection, Side side, DirtyKey key, RowLock lock) throws SQLException {
        Map<RowKey, Row> rows =
                databases.table(plan.table(key.table()), side).readRows(connection, List.of(key.key()), lock);
        return rows.get(key.key());
    }
}
