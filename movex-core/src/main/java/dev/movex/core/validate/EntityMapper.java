package dev.movex.core.validate;

import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.Row;

/**
 * Makes an entity of a row. Thread-safe.
 *
 * @param <E> the application's type
 */
@FunctionalInterface
public interface EntityMapper<E extends Entity> {
    /** Returns the entity; the row's values are canonical texts in the order of the table's planned columns. */
    E map(PlannedTable table, Row row);
}
