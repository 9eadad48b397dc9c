package dev.movex.core.compare;

import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Decides whether the two sides' rows of a key are equal. Implementations are thread-safe. */
@FunctionalInterface
public interface RowEquality {
    /** Returns the names of the columns that differ; empty if the rows are equal. */
    List<String> differing(PlannedTable table, Row base, Row other);

    /** Returns the one that compares the canonical text of each column. */
    static RowEquality byText() {
        return (table, base, other) -> {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < table.columns().size(); i++) {
                if (!Objects.equals(base.values().get(i), other.values().get(i))) {
                    columns.add(table.columns().get(i));
                }
            }
            return columns;
        };
    }
}
