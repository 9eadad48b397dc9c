package dev.movex.core.plan;

import dev.movex.core.Closest;
import dev.movex.core.Side;
import dev.movex.core.plan.Problem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what can't work about several planned tables that share one of a side: what is split, and what is merged. */
final class MappingGroups {
    private final List<Problem> found;

    MappingGroups(List<Problem> found) {
        this.found = found;
    }

    private void add(Severity severity, String code, String where, String what, String remedy) {
        found.add(new Problem(severity, code, where, what, remedy));
    }

    /** Checks that mappings name tables that are there, and each pair of tables once. */
    void checkTables(List<TableMapping> mappings, List<Table> sources) {
        Set<List<String>> pairs = new HashSet<>();
        for (TableMapping mapping : mappings) {
            if (sources.stream().noneMatch(table -> mapping.means(table.name()))) {
                List<String> known = sources.stream()
                        .map(table -> mapping.source().contains(".")
                                ? table.name().toString()
                                : table.name().name())
                        .toList();
                add(
                        Severity.ERROR,
                        "MAPPING_TABLE_UNKNOWN",
                        mapping.source(),
                        "The mapping names a table that is not among those moved."
                                + Closest.hint(mapping.source(), known),
                        "Write the name as it is stored, and do not exclude the table.");
            }
            if (!pairs.add(List.of(mapping.source(), mapping.target()))) {
                add(
                        Severity.ERROR,
                        "MAPPING_TWICE",
                        mapping.source(),
                        "Two mappings are of the same source and target.",
                        "Make one of them, or name another target.");
            }
        }
    }

    void checkPlanned(Collection<PlannedTable> planned) {
        for (Side side : Side.values()) {
            Map<TableName, List<PlannedTable>> shared = new LinkedHashMap<>();
            planned.forEach(table -> shared.computeIfAbsent(table.on(side).name(), name -> new ArrayList<>())
                    .add(table));
            shared.values().forEach(tables -> checkShared(side, tables));
            if (side == Side.SRC) {
                shared.values().forEach(tables -> MappingGaps.check(tables).ifPresent(found::add));
            }
        }
    }

    private void checkShared(Side side, List<PlannedTable> tables) {
        for (int i = 0; i < tables.size(); i++) {
            for (PlannedTable other : tables.subList(i + 1, tables.size())) {
                checkPair(side, tables.get(i), other);
            }
        }
    }

    private void checkPair(Side side, PlannedTable one, PlannedTable other) {
        Table table = one.on(side);
        List<RowCondition> ones = one.mapping().on(side).conditions();
        List<RowCondition> others = other.mapping().on(side).conditions();
        String where = one.name() + " and " + other.name();
        if (!ConditionTypes.disjoint(ones, others, table)) {
            add(
                    Severity.ERROR,
                    "MAPPING_ROWS_OVERLAP",
                    where,
                    "A row of " + table.name() + " may belong to both.",
                    side == Side.SRC
                            ? "Put conditions on the rows that exclude each other on one column: ranges, lists, buckets."
                            : "Give a column of the target's key a constant that tells them apart, or move ranges of keys"
                                    + " that exclude each other.");
        } else if (!ConditionTypes.disjoint(ofKey(ones, table), ofKey(others, table), table)) {
            add(
                    side == Side.SRC ? Severity.WARNING : Severity.ERROR,
                    "MAPPING_KEYS_MAY_MEET",
                    where,
                    "Rows of both may have one key in " + table.name() + ", which holds one of them alone.",
                    side == Side.SRC
                            ? "Make sure that keys stay unique over all these tables as long as there is a way back."
                            : "Let a column of the key tell them apart: a constant, or ranges.");
        }
    }

    private static List<RowCondition> ofKey(List<RowCondition> conditions, Table table) {
        return conditions.stream().filter(c -> table.key().contains(c.column())).toList();
    }
}
