package dev.movex.core.plan;

import dev.movex.core.plan.Mapping.OneSide;
import dev.movex.core.plan.RowCondition.Compared;
import dev.movex.core.plan.RowCondition.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies a mapping to a pair of tables: finds what can't work, shows the pair as if both sides used the source's names, so
 * that preflight compares like with like, and makes the planned table. Used once.
 */
final class TableMapper {
    private final Table source;
    private final Table target;
    private final TableMapping mapping;
    private final MappingProblems problems;
    private final List<String> columns;
    private final ZeroDates zeroDates;
    private final Map<String, String> srcConstants;
    private final Map<String, String> dstConstants;
    private final List<RowCondition> srcConditions = new ArrayList<>();
    private final List<RowCondition> dstConditions = new ArrayList<>();

    TableMapper(Table source, Table target, TableMapping mapping, List<Problem> found) {
        this.source = source;
        this.target = target;
        this.mapping = mapping;
        this.problems = new MappingProblems(source, target, found);
        this.srcConstants = new HashMap<>(mapping.constants().source());
        this.dstConstants = new HashMap<>(mapping.constants().target());
        this.columns = source.writableColumns().stream()
                .map(Column::name)
                .filter(c -> !mapping.columns().leftOut().contains(c))
                .toList();
        this.zeroDates = new ZeroDates(source, target, mapping, this::targetName);
        if (!mapping.identity()) {
            checkNames();
            readRows();
            checkConversions();
            zeroDates.check(columns, problems);
            checkLeftOut();
            keyConstants(source, srcConstants, srcConditions);
            keyConstants(target, dstConstants, dstConditions);
        }
    }

    private String targetName(String column) {
        return mapping.columns().renamed().getOrDefault(column, column);
    }

    private void checkNames() {
        List<String> own = source.columns().stream().map(Column::name).toList();
        Set<String> named = new HashSet<>(mapping.columns().renamed().keySet());
        named.addAll(mapping.columns().leftOut());
        named.addAll(mapping.columns().converted().keySet());
        named.addAll(mapping.columns().zeroDates().keySet());
        named.remove(TableMapping.ALL);
        named.addAll(mapping.constants().source().keySet());
        named.stream().filter(c -> !own.contains(c)).sorted().forEach(c -> problems.unknown(source, c, own));
        List<String> there = target.columns().stream().map(Column::name).toList();
        Stream.concat(mapping.columns().renamed().values().stream(), mapping.constants().target().keySet().stream())
                .filter(c -> !there.contains(c))
                .sorted()
                .forEach(c -> problems.unknown(target, c, there));
        Set<String> taken = new HashSet<>();
        for (String column : columns) {
            String name = targetName(column);
            if (!taken.add(name)) {
                problems.renamedOnto(column, name);
            }
            if (dstConstants.containsKey(name)) {
                problems.constantAndMoved(column, name);
            }
        }
        mapping.constants().source().keySet().stream()
                .filter(columns::contains)
                .forEach(c -> problems.constantAndMoved(c, c));
    }

    private void readRows() {
        List<RowCondition> conditions = List.of();
        try {
            conditions = mapping.rows().isBlank() ? List.of() : ConditionReader.read(mapping.rows());
        } catch (IllegalArgumentException e) {
            problems.unreadable(String.valueOf(e.getMessage()));
        }
        for (RowCondition written : conditions) {
            Column column = source.find(written.column()).orElse(null);
            if (column == null) {
                problems.unknown(
                        source,
                        written.column(),
                        source.columns().stream().map(Column::name).toList());
            } else if (!ConditionTypes.decides(written, column)) {
                problems.filterType(column);
            } else {
                place(ConditionTypes.canonical(written, column));
            }
        }
    }

    private void place(RowCondition condition) {
        String column = condition.column();
        srcConditions.add(condition);
        if (columns.contains(column)) {
            if (mapping.columns().converted().containsKey(column)) {
                problems.filterConverted(column);
            }
            if (target.find(targetName(column)).isPresent()) {
                dstConditions.add(condition.on(targetName(column)));
            }
        } else if (condition instanceof Compared compared && compared.operator() == Operator.EQUAL) {
            srcConstants.put(column, compared.literal());
        } else {
            problems.filterNotMoved(column);
        }
    }

    private void checkConversions() {
        mapping.columns().converted().forEach((name, conversion) -> {
            Optional<Column> own = source.find(name);
            Optional<Column> there = target.find(targetName(name));
            if (own.isEmpty() || there.isEmpty() || !columns.contains(name)) {
                return;
            }
            if (conversion.form(own.get(), there.get()).isEmpty()) {
                problems.conversionDoesNotFit(conversion, own.get(), there.get());
            } else if (source.key().contains(name) && !conversion.ofKeys()) {
                problems.conversionOfKey(conversion, name);
            } else if (!conversion.invertible() && !mapping.oneWay()) {
                problems.notInvertible(conversion, name);
            }
        });
    }

    private void checkLeftOut() {
        for (String name : mapping.columns().leftOut()) {
            Column column = source.find(name).orElse(null);
            if (column == null || srcConstants.containsKey(name)) {
                continue;
            }
            boolean filled = column.nullable() || column.defaulted() || column.generated() || column.counted();
            if (source.key().contains(name)) {
                problems.keyLeftOut(name);
            } else if (!filled && !mapping.oneWay()) {
                problems.leftOutNeedsValue(name);
            }
        }
    }

    /** A constant of the key tells the rows of this planned table from others. */
    private void keyConstants(Table table, Map<String, String> constants, List<RowCondition> conditions) {
        for (String name : table.key()) {
            String value = constants.get(name);
            if (value == null || conditions.stream().anyMatch(c -> c.column().equals(name))) {
                continue;
            }
            RowCondition condition = new Compared(name, Operator.EQUAL, value);
            if (!ConditionTypes.decides(condition, table.column(name))) {
                problems.keyConstantType(table, table.column(name));
                continue;
            }
            Compared canonical = (Compared) ConditionTypes.canonical(condition, table.column(name));
            constants.put(name, canonical.literal());
            conditions.add(canonical);
        }
    }

    /** Returns the source without what is not moved. */
    Table sourceView() {
        return mapping.identity()
                ? source
                : new Table(
                        source.name(),
                        source.columns().stream()
                                .filter(c -> c.generated() || columns.contains(c.name()))
                                .toList(),
                        source.key().stream().filter(columns::contains).toList(),
                        source.foreignKeys(),
                        source.uniques().stream().filter(columns::containsAll).toList(),
                        source.triggers(),
                        source.estimatedRows());
    }

    /** Returns the target in the source's words: the source's names, what is converted in the source's types. */
    Table targetView() {
        if (mapping.identity()) {
            return target;
        }
        Map<String, String> names = new HashMap<>();
        columns.forEach(c -> names.put(targetName(c), c));
        List<Column> seen = new ArrayList<>();
        for (Column column : target.columns()) {
            String name = names.get(column.name());
            if (name == null) {
                if (!dstConstants.containsKey(column.name())) {
                    seen.add(columns.contains(column.name()) ? renamed(column, column.name() + " (target)") : column);
                }
            } else if (mapping.columns().converted().containsKey(name)) {
                seen.add(typed(source.column(name), column.nullable()));
            } else {
                seen.add(renamed(column, name));
            }
        }
        return new Table(
                target.name(),
                seen,
                inSourceNames(target.key(), names),
                target.foreignKeys(),
                target.uniques().stream().map(u -> inSourceNames(u, names)).toList(),
                target.triggers(),
                target.estimatedRows());
    }

    private List<String> inSourceNames(Collection<String> targetColumns, Map<String, String> names) {
        return targetColumns.stream()
                .filter(c -> !dstConstants.containsKey(c))
                .map(c -> names.getOrDefault(c, c))
                .toList();
    }

    private static Column renamed(Column c, String name) {
        return new Column(
                name,
                c.typeSchema(),
                c.typeName(),
                c.declaredType(),
                c.kind(),
                c.nullable(),
                c.identity(),
                c.defaulted(),
                c.generated(),
                c.collation(),
                c.refreshed());
    }

    private static Column typed(Column c, boolean nullable) {
        return new Column(
                c.name(),
                c.typeSchema(),
                c.typeName(),
                c.declaredType(),
                c.kind(),
                nullable,
                c.identity(),
                c.defaulted(),
                c.generated(),
                c.collation(),
                c.refreshed());
    }

    /** Makes the planned table of the columns that both sides can write. */
    PlannedTable plan(String name, PlanOptions options, boolean sameDialect) {
        List<String> moved = columns.stream()
                .filter(c -> target.find(targetName(c))
                        .filter(there -> !there.generated())
                        .isPresent())
                .toList();
        List<String> scanned = moved.stream()
                .filter(c -> !mapping.columns().converted().containsKey(c)
                        && zeroDates.of(c).isEmpty())
                .toList();
        return new PlannedTable(
                name,
                source,
                target,
                moved,
                UpdateTimes.choose(source, scanned, options.updateTimes()),
                moved.stream().map(c -> form(c, sameDialect)).toList(),
                mapping(moved));
    }

    private ColumnKind form(String column, boolean sameDialect) {
        Column own = source.column(column);
        Column there = target.column(targetName(column));
        Conversion conversion = mapping.columns().converted().get(column);
        if (conversion != null) {
            return conversion.form(own, there).orElse(ColumnKind.UNSUPPORTED);
        }
        return sameDialect && zeroDates.of(column).isEmpty()
                ? ColumnKind.SERVER_TEXT
                : TypePairs.form(own, there).orElse(ColumnKind.UNSUPPORTED);
    }

    private Mapping mapping(List<String> moved) {
        List<String> names = moved.stream().map(this::targetName).toList();
        Map<String, Conversion> converted = mapping.columns().converted();
        return new Mapping(
                names.equals(moved) ? List.of() : names,
                converted.isEmpty()
                        ? List.of()
                        : moved.stream()
                                .map(c -> converted.getOrDefault(c, Conversion.NONE))
                                .toList(),
                zeroDates.of(moved),
                new OneSide(srcConditions, srcConstants),
                new OneSide(dstConditions, dstConstants));
    }
}
