package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
        TargetTables targets = TargetTables.read(src, dst, options, sources);
        boolean sameDialect = src.dialectName().equals(dst.dialectName());
        Preflight preflight = new Preflight(sameDialect, problems);
        MappingGroups groups = new MappingGroups(problems);
        groups.checkTables(options.mappings(), sources);
        List<PlannedTable> planned = new ArrayList<>();
        for (Table source : ForeignKeyOrder.parentsFirst(sources)) {
            for (TableMapping given : options.mappingsOf(source.name())) {
                Table target = targets.find(source, given).orElse(null);
                if (target == null) {
                    preflight.targetMissing(source, targets.name(source.name(), given));
                    preflight.checkKeyed(source);
                    continue;
                }
                TableMapping mapping = targets.mapping(source, given);
                if (targets.inAnotherCase(source.name(), given) || !mapping.equals(given)) {
                    preflight.namesInAnotherCase(source, target);
                }
                Table keyed = withDeclaredKey(target, source, options, mapping);
                if (mapping.identity()) {
                    keyed = ExpectedKeys.add(source, keyed, targets::usual);
                }
                TableMapper mapper = new TableMapper(source, keyed, mapping, problems);
                if (preflight.check(mapper.sourceView(), mapper.targetView())) {
                    planned.add(mapper.plan(targets.planned(source.name(), mapping), options, sameDialect));
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
