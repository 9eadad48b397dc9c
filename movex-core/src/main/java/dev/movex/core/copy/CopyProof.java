package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.compare.Compared;
import dev.movex.core.compare.Rechecker;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.compare.TableComparison;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Compares a copied table on both sides and repairs what differs. For one thread. */
final class CopyProof {
    private static final int BUFFER = 10_000;
    private static final int UNSETTLED_KEPT = 100;

    private final PlannedTable table;
    private final Databases databases;
    private final Side base;
    private final KeyRepair repair;
    private final Rechecker rechecker;
    private final Hooks hooks;
    private final Set<DirtyKey> suspects = new LinkedHashSet<>();
    private final Map<DirtyKey, String> unsettled = new LinkedHashMap<>();
    private long compared;
    private long repaired;
    private boolean proven;

    CopyProof(Plan plan, Databases databases, PlannedTable table, Side base, KeyRepair repair, Hooks hooks) {
        this.table = table;
        this.databases = databases;
        this.base = base;
        this.repair = repair;
        this.rechecker = new Rechecker(databases, plan, Rechecker.STANDARD_PAUSES, hooks.pauser());
        this.hooks = hooks;
    }

    void run(Supplier<Authority> authority, Watch watch) throws SQLException, InterruptedException {
        boolean whole =
                new TableComparison(databases, table, base, watch).run(null, range -> collect(range, authority));
        repairSuspects(authority);
        proven = whole && unsettled.isEmpty();
    }

    private void collect(Compared range, Supplier<Authority> authority) throws SQLException, InterruptedException {
        compared += range.base().rows();
        range.suspects().forEach(key -> suspects.add(new DirtyKey(table.name(), key)));
        if (suspects.size() >= BUFFER) {
            repairSuspects(authority);
        }
    }

    private void repairSuspects(Supplier<Authority> authority) throws SQLException, InterruptedException {
        if (suspects.isEmpty()) {
            return;
        }
        hooks.steps().reached(Step.COMPARE_SUSPECTS);
        Set<DirtyKey> left = rechecker.survivors(base, suspects, RowEquality.byText());
        suspects.clear();
        RepairResult result = repair.repair(left, () -> BaseChangedException.check(authority.get(), base));
        repaired += result.changed();
        result.outcomes().forEach((key, outcome) -> {
            if (!outcome.settled() && unsettled.size() < UNSETTLED_KEPT) {
                unsettled.put(key, outcome.reason());
            }
        });
    }

    long compared() {
        return compared;
    }

    long repaired() {
        return repaired;
    }

    Map<DirtyKey, String> unsettled() {
        return unsettled;
    }

    boolean proven() {
        return proven;
    }
}
