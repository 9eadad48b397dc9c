package dev.movex.core.schema;

import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table of the source with its place on the target.
 *
 * @param source how the source describes it
 * @param target its name on the target
 * @param exists whether the target has it already
 * @param key the columns that stand in for a missing primary key; empty if it has one, or if none was declared
 */
record Wanted(Table source, TableName target, boolean exists, List<String> key) {

    /** All tables, and where each table of the source is on the target. */
    record All(List<Wanted> tables, UnaryOperator<TableName> names) {
        All {
            tables = List.copyOf(tables);
        }

        List<TableName> sources() {
            return tables.stream().map(t -> t.source().name()).toList();
        }

        List<String> schemas() {
            return sources().stream().map(TableName::schema).distinct().toList();
        }
    }
}
