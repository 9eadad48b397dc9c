package dev.movex.core.plan;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where on the target the tables of a migration are, or belong. What the source finds without a schema, the target is asked
 * for where it would look without one; names that differ in case alone meet. Immutable.
 */
public final class TargetTables {
    private final String current;
    private final String targetCurrent;
    private final PlanOptions options;
    private final Map<TableName, Table> present;
    private final NamesInAnyCase names;

    private TargetTables(
            String current,
            String targetCurrent,
            PlanOptions options,
            Map<TableName, Table> present,
            NamesInAnyCase names) {
        this.current = current;
        this.targetCurrent = targetCurrent;
        this.options = options;
        this.present = present;
        this.names = names;
    }

    /** Reads what the target has. */
    public static TargetTables read(Catalog src, Catalog dst, PlanOptions options, List<Table> sources)
            throws SQLException {
        TargetTables asWritten = new TargetTables(
                src.currentSchema(), dst.currentSchema(), options, Map.of(), new NamesInAnyCase(Set.of(), Set.of()));
        Set<TableName> wanted = sources.stream()
                .flatMap(table -> options.mappingsOf(table.name()).stream()
                        .map(mapping -> asWritten.written(table.name(), mapping)))
                .collect(Collectors.toSet());
        List<String> schemas =
                wanted.stream().map(TableName::schema).distinct().sorted().toList();
        Map<TableName, Table> present = schemas.isEmpty()
                ? Map.of()
                : dst.readTables(schemas).stream().collect(Collectors.toMap(Table::name, Function.identity()));
        return new TargetTables(
                asWritten.current,
                asWritten.targetCurrent,
                options,
                present,
                new NamesInAnyCase(present.keySet(), wanted));
    }

    /** Returns the target's name of a table that is moved in a given way, whether or not it is there. */
    public TableName name(TableName source, TableMapping mapping) {
        return names.table(written(source, mapping));
    }

    /** Returns the target's table; empty if it is missing. */
    public Optional<Table> find(Table source, TableMapping mapping) {
        return Optional.ofNullable(present.get(name(source.name(), mapping)));
    }

    /** Returns the mapping with the names of columns that the target has in another case. */
    public TableMapping mapping(Table source, TableMapping given) {
        return find(source, given)
                .map(target -> NamesInAnyCase.columns(given, source, target))
                .orElse(given);
    }

    /** Returns whether the target has the table under a name that differs in case. */
    boolean inAnotherCase(TableName source, TableMapping mapping) {
        return !written(source, mapping).equals(name(source, mapping));
    }

    TableName usual(TableName source) {
        return name(source, options.mappingsOf(source).get(0));
    }

    /** A table that is split has several planned names. */
    String planned(TableName source, TableMapping mapping) {
        return options.mappingsOf(source).size() == 1 ? source.toString() : source + "@" + name(source, mapping);
    }

    private TableName written(TableName source, TableMapping mapping) {
        TableName wanted = options.targetName().apply(source);
        TableName usual = wanted.equals(source) && source.schema().equals(current)
                ? new TableName(targetCurrent, source.name())
                : wanted;
        int dot = mapping.target().indexOf('.');
        if (mapping.target().isEmpty()) {
            return usual;
        }
        return dot < 0
                ? new TableName(usual.schema(), mapping.target())
                : new TableName(
                        mapping.target().substring(0, dot), mapping.target().substring(dot + 1));
    }
}
