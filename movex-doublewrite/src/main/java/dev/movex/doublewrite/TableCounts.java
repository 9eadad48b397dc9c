package dev.movex.doublewrite;

import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the rows of each table. Thread-safe. */
final class TableCounts {
    static final String WRITTEN = "movex.doublewrite.table.written";
    static final String JOURNALED = "movex.doublewrite.table.journaled";

    private final Map<String, Counts> tables = new TreeMap<>();

    TableCounts(Plan plan, @Nullable MeterRegistry registry, String member) {
        for (PlannedTable table : plan.tables()) {
            Counts counts = new Counts(new LongAdder(), new LongAdder());
            tables.put(table.name(), counts);
            if (registry != null) {
                counter(WRITTEN, "Rows of a table written while two databases are", counts.written(), table, member)
                        .register(registry);
                counter(JOURNALED, "Rows of a table left to the journal", counts.journaled(), table, member)
                        .register(registry);
            }
        }
    }

    private static FunctionCounter.Builder<LongAdder> counter(
            String name, String description, LongAdder count, PlannedTable table, String member) {
        return FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tag("member", member)
                .tag("table", table.name());
    }

    /** Counts the rows of a transaction that has been committed. */
    void count(Collection<DirtyKey> keys, boolean mirrored) {
        for (DirtyKey key : keys) {
            Counts counts = tables.get(key.table());
            if (counts != null) {
                counts.written().increment();
                if (!mirrored) {
                    counts.journaled().increment();
                }
            }
        }
    }

    /** Returns the counts of each table. */
    Map<String, Map<String, Long>> snapshot() {
        Map<String, Map<String, Long>> snapshot = new TreeMap<>();
        tables.forEach((table, counts) -> snapshot.put(
                table,
                Map.of(
                        "written",
                        counts.written().sum(),
                        "journaled",
                        counts.journaled().sum())));
        return snapshot;
    }

    private record Counts(LongAdder written, LongAdder journaled) {}
}
