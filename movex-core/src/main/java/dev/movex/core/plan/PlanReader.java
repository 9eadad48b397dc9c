package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
                .map(table -> withDeclaredKey(table, table, options))
                .toList();
        UnaryOperator<TableName> names = names(src.currentSchema(), dst.currentSchema(), options);
        Map<TableName, Table> targets = dst.readTables(schemas(sources, names)).stream()
                .collect(Collectors.toMap(Table::name, Function.identity()));
        boolean sameDialect = src.dialectName().equals(dst.dialectName());
        Preflight preflight = new Preflight(sameDialect, problems);
        List<PlannedTable> planned = new ArrayList<>();
        for (Table source : ForeignKeyOrder.parentsFirst(sources)) {
            Table target = targets.get(names.apply(source.name()));
            if (target == null) {
                preflight.targetMissing(source, names.apply(source.name()));
                continue;
            }
            if (preflight.check(source, withDeclaredKey(target, source, options))) {
                Table expected = ExpectedKeys.add(source, withDeclaredKey(target, source, options), names);
                planned.add(plan(source, expected, options, sameDialect));
            }
        }
        preflight.checkAll(planned, sources);
        preflight.checkSequences(
                planned,
                src.readSequences(SequencePair.schemas(planned, Side.SRC)),
                dst.readSequences(SequencePair.schemas(planned, Side.DST)));
        problems.addAll(src.checkTables(Side.SRC, sources));
        problems.addAll(dst.checkTables(
                Side.DST, planned.stream().map(PlannedTable::dst).toList()));
        problems.sort(Comparator.comparing(Problem::severity));
        return new PlanDraft(new Plan(migration, planned), problems);
    }

    /** What the source finds without a schema, the target is asked for where it would look without one. */
    private static UnaryOperator<TableName> names(String current, String targetCurrent, PlanOptions options) {
        return name -> {
            TableName wanted = options.targetName().apply(name);
            return wanted.equals(name) && name.schema().equals(current)
                    ? new TableName(targetCurrent, name.name())
                    : wanted;
        };
    }

    /** Returns where on the target each table of the source is looked for. */
    public static UnaryOperator<TableName> targetNames(Catalog src, Catalog dst, PlanOptions options)
            throws SQLException {
        return names(src.currentSchema(), dst.currentSchema(), options);
    }

    private static PlannedTable plan(Table source, Table target, PlanOptions options, boolean sameDialect) {
        List<String> columns = source.writableColumns().stream()
                .map(Column::name)
                .filter(name -> target.find(name).filter(c -> !c.generated()).isPresent())
                .toList();
        return new PlannedTable(
                source.name().toString(),
                source,
                target,
                columns,
                UpdateTimes.choose(source, columns, options.updateTimes()),
                columns.stream()
                        .map(c -> sameDialect
                                ? ColumnKind.SERVER_TEXT
                                : TypePairs.form(source.column(c), target.column(c))
                                        .orElse(ColumnKind.UNSUPPORTED))
                        .toList());
    }

    private static List<String> schemas(List<Table> sources, UnaryOperator<TableName> names) {
        return sources.stream()
                .map(table -> names.apply(table.name()).schema())
                .distinct()
                .toList();
    }

    /** A declared key counts where the table has the columns and a unique index over just them. */
    private static Table withDeclaredKey(Table table, Table source, PlanOptions options) {
        List<String> declared = options.keys().getOrDefault(source.name().toString(), List.of());
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
