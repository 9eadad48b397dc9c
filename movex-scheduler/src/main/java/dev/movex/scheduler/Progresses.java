package dev.movex.scheduler;

import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How far each table has come, in the order of the plan. Thread-safe. */
final class Progresses {
    private final Plan plan;
    private final Map<String, TableProgress> byTable = new ConcurrentHashMap<>();
    private volatile @Nullable String throttled;

    Progresses(Plan plan) {
        this.plan = plan;
    }

    /** Notes why the copy waits; null when it goes on. */
    void throttled(@Nullable String reason) {
        throttled = reason;
    }

    void put(String table, String phase, long rows, long estimate, double rate, @Nullable Double secondsLeft) {
        byTable.put(table, new TableProgress(table, phase, rows, estimate, rate, secondsLeft, null));
    }

    /** Notes that nothing runs on a table. */
    void rest(String table, boolean proven) {
        TableProgress last = byTable.get(table);
        if (last != null) {
            put(table, proven ? "proven" : "waiting", last.rows(), last.estimatedRows(), 0, null);
        }
    }

    List<TableProgress> all() {
        List<TableProgress> all = new ArrayList<>();
        for (PlannedTable table : plan.tables()) {
            long estimate = table.src().estimatedRows();
            TableProgress progress = byTable.getOrDefault(
                    table.name(), new TableProgress(table.name(), "waiting", 0, estimate, 0, null, null));
            all.add(progress.phase().equals("proven") ? progress : progress.throttledBy(throttled));
        }
        return all;
    }
}
