package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the plan of a migration from the metadata of both databases. Leaves nothing behind. */
public final class PlanReader {
    private PlanReader() {}

    /** Reads the plan and finds, all at once, what stands in its way. */
    public static PlanDraft read(String migration, Catalog src, Catalog dst, PlanOptions options) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        problems.addAll(src.checkServer(Side.SRC));
        problems.addAll(dst.checkServer(Side.DST));
        checkApart(src, dst, problems);
        List<Table> sources = src.readTables(options.schemas()).stream()
                .filter(table -> options.wants(table.name()))
                .map(table -> withDeclaredKey(
                        table, table, options, TableMapping.of(table.name().toString())))
                .toList();
        Names asWritten = Names.asWritten(src, dst, options);
        Map<TableName, Table> targets = dst.readTables(asWritten.schemas(sources)).stream()
                .collect(Collectors.toMap(Table::name, Function.identity()));
        Names names = asWritten.among(targets.keySet(), sources);
        boolean sameDialect = src.dialectName().equals(dst.dialectName());
        Preflight preflight = new Preflight(sameDialect, problems);
        MappingGroups groups = new MappingGroups(problems);
        groups.checkTables(options.mappings(), sources);
        List<PlannedTable> planned = new ArrayList<>();
        for (Table source : ForeignKeyOrder.parentsFirst(sources)) {
            for (TableMapping given : options.mappingsOf(source.name())) {
                Table target = targets.get(names.target(source.name(), given));
                if (target == null) {
                    preflight.targetMissing(source, names.target(source.name(), given));
                    preflight.checkKeyed(source);
                    continue;
                }
                TableMapping mapping = NamesInAnyCase.columns(given, source, target);
                if (!asWritten.target(source.name(), given).equals(target.name()) || !mapping.equals(given)) {
                    preflight.namesInAnotherCase(source, target);
                }
                Table keyed = withDeclaredKey(target, source, options, mapping);
                if (mapping.identity()) {
                    keyed = ExpectedKeys.add(source, keyed, names::usual);
                }
                TableMapper mapper = new TableMapper(source, keyed, mapping, problems);
                if (preflight.check(mapper.sourceView(), mapper.targetView())) {
                    planned.add(mapper.plan(names.planned(source.name(), mapping), options, sameDialect));
                }
            }
        }
        groups.checkPlanned(planned);
        preflight.checkAll(planned, sources);
        preflight.checkSequences(
                planned,
                src.readSequences(SequencePair.schemas(planned, Side.SRC)),
                dst.readSequences(SequencePair.schemas(planned, Side.DST)));
        problems.addAll(src.checkTables(Side.SRC, sources));
        problems.addAll(dst.checkTables(
                Side.DST, planned.stream().map(PlannedTable::dst).distinct().toList()));
        return new PlanDraft(
                new Plan(migration, planned),
                problems.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Problem::severity))
                        .toList());
    }

    /** Returns where on the target a table of the source is looked for that is moved in a given way. */
    public static BiFunction<TableName, TableMapping, TableName> targetNames(
            Catalog src, Catalog dst, PlanOptions options) throws SQLException {
        return Names.asWritten(src, dst, options)::target;
    }

    /**
     * The names of tables. What the source finds without a schema, the target is asked for where it would look without one.
     */
    private record Names(String current, String targetCurrent, PlanOptions options, NamesInAnyCase present) {
        static Names asWritten(Catalog src, Catalog dst, PlanOptions options) throws SQLException {
            return new Names(src.currentSchema(), dst.currentSchema(), options, new NamesInAnyCase(Set.of(), Set.of()));
        }

        /** Returns the names that these have among the target's tables. */
        Names among(Set<TableName> targets, List<Table> sources) {
            Set<TableName> wanted = sources.stream()
                    .flatMap(table ->
                            options.mappingsOf(table.name()).stream().map(mapping -> wanted(table.name(), mapping)))
                    .collect(Collectors.toSet());
            return new Names(current, targetCurrent, options, new NamesInAnyCase(targets, wanted));
        }

        TableName target(TableName source, TableMapping mapping) {
            return present.table(wanted(source, mapping));
        }

        private TableName wanted(TableName source, TableMapping mapping) {
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

        TableName usual(TableName source) {
            return target(source, options.mappingsOf(source).get(0));
        }

        /** A table that is split has several planned names. */
        String planned(TableName source, TableMapping mapping) {
            return options.mappingsOf(source).size() == 1 ? source.toString() : source + "@" + target(source, mapping);
        }

        List<String> schemas(List<Table> sources) {
            return sources.stream()
                    .flatMap(table -> options.mappingsOf(table.name()).stream()
                            .map(mapping -> target(table.name(), mapping).schema()))
                    .distinct()
                    .toList();
        }
    }

    /** A declared key counts where the table has the columns and a unique index over just them. */
    private static Table withDeclaredKey(Table table, Table source, PlanOptions options, TableMapping mapping) {
        List<String> declared = options.keys().getOrDefault(source.name().toString(), List.of()).stream()
                .map(column -> mapping.columns().renamed().getOrDefault(column, column))
                .toList();
        boolean usable = table.key().isEmpty()
                && table.uniques().stream()
                        .anyMatch(unique -> unique.size() == declared.size() && unique.containsAll(declared))
                && declared.stream().noneMatch(column -> table.column(column).nullable());
        return usable && !declared.isEmpty() ? table.withKey(declared) : table;
    }

    private static void checkApart(Catalog src, Catalog dst, List<Problem> problems) throws SQLException {
        if (src.dialectName().equals(dst.dialectName()) && src.identity().equals(dst.identity())) {
            problems.add(new Problem(
                    Severity.ERROR,
                    "SAME_DATABASE",
                    "target",
                    "Source and target are the very same database.",
                    "Name another database as target."));
        }
    }
}
