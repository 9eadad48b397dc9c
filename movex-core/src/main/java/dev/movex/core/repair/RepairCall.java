package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Horizon;
import dev.movex.core.access.KeyBatches;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.control.Authority;
import dev.movex.core.control.FencedException;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.Plan;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.RepairTransaction.Finding;
import dev.movex.core.row.DirtyKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One call of a repairer: cuts the keys into transactions, and what fails into smaller ones, until each key has an
 * outcome. For one thread.
 */
final class RepairCall {
    /** More rows than this never exchange unique values in earnest. */
    private static final int UNION_LIMIT = 1000;

    private final RepairContext context;
    private final Connections connections;
    private final RepairTransaction transaction;
    private final UniqueConflicts conflicts;
    private final Supplier<Authority> authority;
    private final Map<DirtyKey, KeyOutcome> outcomes = new LinkedHashMap<>();
    private final Set<DirtyKey> absent = new LinkedHashSet<>();
    private boolean secondLook;

    RepairCall(RepairContext context, Connections connections, Supplier<Authority> authority) {
        this.context = context;
        this.connections = connections;
        this.transaction = new RepairTransaction(context.databases(), context.plan(), context.steps(), context.undo());
        this.conflicts = new UniqueConflicts(context.databases(), context.plan());
        this.authority = authority;
    }

    RepairResult run(Collection<DirtyKey> keys) throws SQLException, InterruptedException {
        repairAll(inOrder(keys));
        if (!absent.isEmpty()) {
            context.steps().reached(Step.REPAIR_ABSENT_ON_BOTH);
            List<DirtyKey> again = new ArrayList<>(absent);
            if (Horizon.await(
                    context.databases(),
                    authority.get().base().other(),
                    context.options().horizonWait(),
                    context.pauser(),
                    () -> false)) {
                secondLook = true;
                repairAll(again);
            } else {
                again.forEach(key -> outcomes.put(key, KeyOutcome.dead(DeadReason.HORIZON_NOT_PASSED.text())));
            }
        }
        return new RepairResult(outcomes);
    }

    /** Sorts the keys, so that all repairers lock in one order; keys of unknown tables are dead. */
    private List<DirtyKey> inOrder(Collection<DirtyKey> keys) {
        Plan plan = context.plan();
        List<DirtyKey> known = new ArrayList<>();
        for (DirtyKey key : new LinkedHashSet<>(keys)) {
            boolean fits = plan.find(key.table())
                    .filter(table -> table.key().size() == key.key().values().size())
                    .isPresent();
            if (fits) {
                known.add(key);
            } else {
                outcomes.put(key, KeyOutcome.dead(DeadReason.NOT_IN_PLAN.text()));
            }
        }
        known.sort(Comparator.comparing(DirtyKey::table)
                .thenComparing(key -> key.key().values().toString()));
        return known;
    }

    private void repairAll(List<DirtyKey> keys) throws SQLException, InterruptedException {
        int batch = context.options().batch();
        for (int from = 0; from < keys.size(); from += batch) {
            List<DirtyKey> some = keys.subList(from, Math.min(keys.size(), from + batch));
            for (List<DirtyKey> one : weighed(some)) {
                repairSome(one);
            }
        }
    }

    /** Rows are in memory while they are compared, so that few large ones are a batch. */
    private List<List<DirtyKey>> weighed(List<DirtyKey> keys) throws SQLException {
        if (!KeyBatches.mayBeLarge(context.plan(), context.databases(), keys)) {
            return List.of(keys);
        }
        Side base = authority.get().base();
        try {
            return KeyBatches.cut(
                    context.plan(),
                    context.databases(),
                    Map.of(base, connections.of(base), base.other(), connections.of(base.other())),
                    keys,
                    keys.size());
        } catch (SQLException e) {
            throwIfGone(e);
            // a key that the database does not understand gets its own answer later
            return List.of(keys);
        } finally {
            connections.rollback(base);
        }
    }

    private void repairSome(List<DirtyKey> keys) throws SQLException, InterruptedException {
        if (keys.size() == 1) {
            repairOne(keys.get(0));
            return;
        }
        Authority used = authority.get();
        try {
            Map<DirtyKey, Finding> findings = transaction.run(
                    connections, used, keys, false, waiting(context.options().batchLockWait()));
            for (Map.Entry<DirtyKey, Finding> entry : findings.entrySet()) {
                if (entry.getValue() == Finding.CHANGED && !context.options().passesOver()) {
                    repairOne(entry.getKey());
                } else {
                    note(entry.getKey(), entry.getValue());
                }
            }
        } catch (FencedException e) {
            connections.rollback(used.base());
            if (isNew(used)) {
                repairSome(keys);
            } else {
                keys.forEach(key -> outcomes.put(key, refused(used)));
            }
        } catch (SQLException e) {
            connections.rollback(used.base());
            throwIfGone(e);
            // a lock or a row in the way: smaller transactions tell which, and the rest goes through
            int half = keys.size() / 2;
            repairSome(keys.subList(0, half));
            repairSome(keys.subList(half, keys.size()));
        }
    }

    private RepairTransaction.Waiting waiting(Duration lockWait) {
        return new RepairTransaction.Waiting(lockWait, context.options().passesOver());
    }

    private void repairOne(DirtyKey key) throws SQLException, InterruptedException {
        Set<DirtyKey> union = new LinkedHashSet<>(Set.of(key));
        String reason = DeadReason.KEEPS_CHANGING.text();
        Duration pause = context.options().backoff();
        for (int attempt = 1; attempt <= context.options().attempts(); attempt++) {
            Authority used = authority.get();
            try {
                Map<DirtyKey, Finding> findings = transaction.run(
                        connections,
                        used,
                        sorted(union),
                        union.size() > 1,
                        waiting(context.options().lockWait()));
                if (!findings.containsValue(Finding.CHANGED)
                        || context.options().passesOver()) {
                    findings.forEach(this::note);
                    return;
                }
            } catch (FencedException e) {
                connections.rollback(used.base());
                if (!isNew(used)) {
                    outcomes.put(key, refused(used));
                    return;
                }
            } catch (SQLException e) {
                connections.rollback(used.base());
                throwIfGone(e);
                reason = DeadReason.of(context.databases(), e)
                        .text(context.databases().dialect(used.base().other()).describe(e));
                if (!worthAnotherTry(e, used, union)) {
                    break;
                }
            }
            context.pauser().pause(pause);
            pause = pause.multipliedBy(2);
        }
        outcomes.put(key, KeyOutcome.dead(reason));
    }

    private static KeyOutcome refused(Authority used) {
        return KeyOutcome.refused("The " + used.base().label() + " is not the base of epoch "
                + used.baseFence().epoch() + " any more.");
    }

    /** An epoch may have passed while the base stayed the same. */
    private boolean isNew(Authority used) {
        Authority now = authority.get();
        return now.base() == used.base() && !now.equals(used);
    }

    /** After a conflict by a unique key, adds those who stand in the way, so that the next try has all of them. */
    private boolean worthAnotherTry(SQLException error, Authority used, Set<DirtyKey> union) throws SQLException {
        Dialect dialect = context.databases().dialect(used.base().other());
        if (!dialect.uniqueViolation(error)) {
            return dialect.transientFailure(error)
                    || context.databases().dialect(used.base()).transientFailure(error);
        }
        try {
            Connection from = connections.of(used.base());
            Connection to = connections.of(used.base().other());
            Set<DirtyKey> more = new LinkedHashSet<>(union);
            // a ring of exchanged values is followed to its end, whatever its length
            while (!more.isEmpty() && union.size() <= UNION_LIMIT) {
                more = conflicts.find(to, used.base().other(), transaction.images(from, used.base(), more));
                more.removeAll(union);
                union.addAll(more);
            }
        } finally {
            connections.rollback(used.base());
        }
        return union.size() <= UNION_LIMIT;
    }

    private static List<DirtyKey> sorted(Set<DirtyKey> keys) {
        return keys.stream()
                .sorted(Comparator.comparing(DirtyKey::table)
                        .thenComparing(key -> key.key().values().toString()))
                .toList();
    }

    private void note(DirtyKey key, Finding finding) {
        switch (finding) {
            case EQUAL -> outcomes.put(key, KeyOutcome.of(Kind.EQUAL));
            case WRITTEN -> outcomes.put(key, KeyOutcome.of(Kind.WRITTEN));
            case DELETED -> outcomes.put(key, KeyOutcome.of(Kind.DELETED));
            case ABSENT_ON_BOTH -> {
                if (secondLook) {
                    outcomes.put(key, KeyOutcome.of(Kind.GONE));
                } else {
                    absent.add(key);
                }
            }
            case CHANGED -> outcomes.put(key, KeyOutcome.of(Kind.BUSY));
        }
    }

    private void throwIfGone(SQLException error) throws SQLException {
        for (Side side : Side.values()) {
            if (context.databases().dialect(side).connectionFailure(error)) {
                throw error;
            }
        }
    }
}
