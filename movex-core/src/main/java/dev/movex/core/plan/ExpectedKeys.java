package dev.movex.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Gives a target's table the foreign and unique keys of the source's that it does not have yet. They may be created when
 * the rows are there, while data sources are open that have read the plan before: cascades and conflicts of rows count
 * with them from the beginning.
 */
final class ExpectedKeys {
    private ExpectedKeys() {}

    static Table add(Table source, Table target, UnaryOperator<TableName> names) {
        List<ForeignKey> foreignKeys = new ArrayList<>(target.foreignKeys());
        for (ForeignKey key : source.foreignKeys()) {
            boolean known = target.foreignKeys().stream()
                    .anyMatch(other -> other.columns().equals(key.columns()));
            if (!known && has(target, key.columns())) {
                foreignKeys.add(new ForeignKey(
                        key.name(), key.columns(), names.apply(key.parent()), key.parentColumns(), key.cascades()));
            }
        }
        Set<List<String>> uniques = new LinkedHashSet<>(target.uniques());
        source.uniques().stream()
                .filter(unique -> has(target, unique) && !unique.equals(target.key()))
                .forEach(uniques::add);
        return new Table(
                target.name(),
                target.columns(),
                target.key(),
                foreignKeys,
                List.copyOf(uniques),
                target.triggers(),
                target.estimatedRows());
    }

    private static boolean has(Table table, List<String> columns) {
        return columns.stream().allMatch(column -> table.find(column).isPresent());
    }
}
