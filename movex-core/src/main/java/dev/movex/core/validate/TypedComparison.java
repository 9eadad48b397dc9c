package dev.movex.core.validate;

import dev.movex.core.compare.RowEquality;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.Row;
import java.util.List;

/**
 * Lets the application's own comparison decide, for one table, whether two rows are equal; the rows of all other tables
 * are compared by the text of their columns. Rows whose digests are equal are equal without asking. Meant for columns
 * that may differ, such as caches; each run pays for rows that are the same to the application and differ in their text.
 * Thread-safe if the mapper is.
 *
 * @param table the plan's name of the table
 * @param mapper makes entities of rows
 * @param <E> the application's type
 */
public record TypedComparison<E extends Entity>(String table, EntityMapper<E> mapper) implements RowEquality {
    @Override
    public List<String> differing(PlannedTable planned, Row base, Row other) {
        List<String> columns = RowEquality.byText().differing(planned, base, other);
        if (columns.isEmpty() || !planned.name().equals(table)) {
            return columns;
        }
        return mapper.map(planned, base).sameAs(mapper.map(planned, other)) ? List.of() : columns;
    }
}
