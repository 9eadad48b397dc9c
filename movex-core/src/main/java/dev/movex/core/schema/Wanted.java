package dev.movex.core.schema;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.plan.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table of the source with its place on the target.
 *
 * @param source how the source describes it
 * @param target its name on the target
 * @param present the target's table, if it is there already
 * @param key the columns of the source that stand in for a missing primary key; empty if it has one, or if none was declared
 * @param mapping how it becomes the target's
 * @param constants the target's columns that take a fixed value and are no part of a key
 * @param keyConstants those that tell the rows of this table from others that share the target's
 */
record Wanted(
        Table source,
        TableName target,
        Optional<Table> present,
        List<String> key,
        TableMapping mapping,
        List<Constant> constants,
        List<Constant> keyConstants) {
    private static final Set<Conversion> IN_PLACE =
            Set.of(Conversion.NONE, Conversion.CUT, Conversion.ROUND, Conversion.TRIM);

    Wanted {
        key = List.copyOf(key);
        constants = List.copyOf(constants);
        keyConstants = List.copyOf(keyConstants);
    }

    /** A column of the target that the source does not have; whether all its values are whole numbers. */
    record Constant(String column, boolean number) {}

    /** Returns whether the target has the table already. */
    boolean exists() {
        return present.isPresent();
    }

    /** Returns whether the target has a foreign key, whatever its name is, over columns of the source. */
    boolean hasForeignKey(List<String> columns) {
        return present.stream()
                .flatMap(table -> table.foreignKeys().stream())
                .anyMatch(key -> key.columns().equals(named(columns)));
    }

    /** Returns the columns that are moved, in the order of the source's table. */
    List<Column> moved() {
        return source.writableColumns().stream()
                .filter(column -> !mapping.columns().leftOut().contains(column.name()))
                .toList();
    }

    /** Returns what a column of the source is called on the target. */
    String named(String column) {
        return mapping.columns().renamed().getOrDefault(column, column);
    }

    List<String> named(List<String> columns) {
        return columns.stream().map(this::named).toList();
    }

    /** Returns how a column's values are told in another way. */
    Conversion conversion(String column) {
        return mapping.columns().converted().getOrDefault(column, Conversion.NONE);
    }

    /** Returns whether the target's column takes NULL, in which a date that no calendar has may be told. */
    boolean nullable(Column column) {
        boolean date = column.typeSchema().isEmpty()
                && switch (column.kind()) {
                    case DATE, TIMESTAMP, INSTANT -> true;
                    default -> false;
                };
        String as = mapping.columns()
                .zeroDates()
                .getOrDefault(column.name(), mapping.columns().zeroDates().getOrDefault(TableMapping.ALL, ""));
        return column.nullable()
                || date
                        && as.equalsIgnoreCase(TableMapping.NULL)
                        && !keyColumns().contains(column.name());
    }

    /** Returns the columns of the source by which its rows are told apart. */
    List<String> keyColumns() {
        return source.key().isEmpty() ? key : source.key();
    }

    /** Returns the types of the columns that are moved, by their names on the target. */
    Map<String, String> targetColumns() {
        return moved().stream().collect(Collectors.toMap(c -> named(c.name()), Column::declaredType));
    }

    /** Returns the target's names of the columns by which rows are told apart there. */
    List<String> targetKey() {
        List<String> names =
                new ArrayList<>(keyConstants.stream().map(Constant::column).toList());
        List<String> moved = moved().stream().map(Column::name).toList();
        keyColumns().stream().filter(moved::contains).map(this::named).forEach(names::add);
        return names;
    }

    /** Returns whether columns are moved, and their values stay what they are. */
    boolean keeps(List<String> columns) {
        List<String> moved = moved().stream().map(Column::name).toList();
        return columns.stream().allMatch(c -> moved.contains(c) && IN_PLACE.contains(conversion(c)));
    }

    /** All tables of a kind, beside everything that is moved. */
    record All(List<Wanted> tables, List<Wanted> everything) {
        All {
            tables = List.copyOf(tables);
            everything = List.copyOf(everything);
        }

        /** Returns those of which a mapping changes, or does not change, the shape. */
        All shaped(boolean changed) {
            return new All(tables.stream().filter(t -> t.reshaped() == changed).toList(), everything);
        }

        List<String> schemas() {
            return tables.stream()
                    .map(t -> t.source().name().schema())
                    .distinct()
                    .toList();
        }

        /** Returns the table that a foreign key refers to, if all its rows are in one of the target's with these columns. */
        Optional<Wanted> parent(ForeignKey key) {
            List<Wanted> parents = everything.stream()
                    .filter(t -> t.source().name().equals(key.parent()))
                    .toList();
            return parents.size() == 1
                            && parents.get(0).keyConstants().isEmpty()
                            && parents.get(0).mapping().rows().isBlank()
                            && parents.get(0).keeps(key.parentColumns())
                    ? Optional.of(parents.get(0))
                    : Optional.empty();
        }
    }

    /** Returns whether the source's own definition is not the target's. */
    boolean reshaped() {
        boolean inPlace = mapping.columns().converted().values().stream().allMatch(IN_PLACE::contains);
        return !inPlace
                || !mapping.rows().isBlank()
                || !mapping.columns().renamed().isEmpty()
                || !mapping.columns().leftOut().isEmpty()
                || mapping.columns().zeroDates().containsValue(TableMapping.NULL)
                || !constants.isEmpty()
                || !keyConstants.isEmpty();
    }
}
