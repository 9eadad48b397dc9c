package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.control.Authority;
import dev.movex.core.control.FencedException;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.Proposal.Action;
import dev.movex.core.repair.RepairTransaction.Examined;
import dev.movex.core.repair.RepairTransaction.Finding;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at keys as a repair does, and writes nothing. For one thread. */
final class DryRun {
    private final RepairContext context;
    private final Connections connections;
    private final Supplier<Authority> authority;
    private final RepairTransaction transaction;
    private final UniqueConflicts conflicts;

    DryRun(RepairContext context, Connections connections, Supplier<Authority> authority) {
        this.context = context;
        this.connections = connections;
        this.authority = authority;
        this.transaction =
                new RepairTransaction(context.databases(), context.plan(), context.steps(), UndoImages.none());
        this.conflicts = new UniqueConflicts(context.databases(), context.plan());
    }

    List<Proposal> run(Collection<DirtyKey> keys) throws SQLException, InterruptedException {
        List<Proposal> proposals = new ArrayList<>();
        for (DirtyKey key : new LinkedHashSet<>(keys)) {
            boolean planned = context.plan()
                    .find(key.table())
                    .filter(table -> table.key().size() == key.key().values().size())
                    .isPresent();
            proposals.add(planned ? look(key) : blocked(key, DeadReason.NOT_IN_PLAN.text()));
        }
        return proposals;
    }

    private static Proposal blocked(DirtyKey key, String reason) {
        return new Proposal(key, Action.BLOCKED, List.of(), List.of(), reason);
    }

    private Proposal look(DirtyKey key) throws SQLException, InterruptedException {
        Authority used = authority.get();
        Side other = used.base().other();
        try {
            Examined examined = transaction.examine(
                    connections,
                    used,
                    List.of(key),
                    new RepairTransaction.Waiting(context.options().lockWait(), false));
            return proposal(key, examined, other);
        } catch (FencedException e) {
            return blocked(key, "FENCED: the pattern is changing.");
        } catch (SQLException e) {
            for (Side side : Side.values()) {
                if (context.databases().dialect(side).connectionFailure(e)) {
                    throw e;
                }
            }
            return blocked(
                    key,
                    DeadReason.of(context.databases(), e)
                            .text(context.databases().dialect(other).describe(e)));
        } finally {
            connections.rollback(used.base());
        }
    }

    private Proposal proposal(DirtyKey key, Examined examined, Side other) throws SQLException {
        Finding finding = examined.findings().getOrDefault(key, Finding.ABSENT_ON_BOTH);
        Row image = examined.images().get(key);
        Row present = examined.present().get(key);
        return switch (finding) {
            case EQUAL, ABSENT_ON_BOTH -> of(key, Action.NOTHING, List.of(), Set.of());
            case DELETED -> of(key, Action.DELETE, List.of(), Set.of());
            case CHANGED -> blocked(key, DeadReason.KEEPS_CHANGING.text());
            case WRITTEN -> {
                Set<DirtyKey> displaced =
                        image == null ? Set.of() : conflicts.find(connections.of(other), other, Map.of(key, image));
                PlannedTable table = context.plan().table(key.table());
                List<String> columns = image == null || present == null
                        ? List.of()
                        : RowEquality.byText().differing(table, image, present);
                yield of(key, present == null ? Action.INSERT : Action.UPDATE, columns, displaced);
            }
        };
    }

    private static Proposal of(DirtyKey key, Action action, List<String> columns, Set<DirtyKey> displaced) {
        return new Proposal(key, action, columns, List.copyOf(displaced), "");
    }
}
