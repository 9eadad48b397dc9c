package dev.movex.core.validate;

import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a validation looks at. Only a run over everything is evidence for a full validation.
 *
 * @param tables the plan's names of the tables; empty for all
 * @param ranges the keys to look at, by table; tables that are not named are looked at whole
 * @param share the share of the rows that are looked at, in ranges that are chosen at random, above 0 and up to 1
 * @param seed decides which ranges are chosen
 * @param keysOnly whether keys alone are compared, which finds missing and surplus rows at less cost
 */
public record ValidationScope(
        Set<String> tables, Map<String, KeyRange> ranges, double share, long seed, boolean keysOnly) {
    /** Everything. */
    public static final ValidationScope ALL = new ValidationScope(Set.of(), Map.of(), 1, 0, false);

    public ValidationScope {
        tables = Set.copyOf(tables);
        ranges = Map.copyOf(ranges);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share must be above 0 and at most 1: " + share);
        }
    }

    /** Returns the scope for some tables alone. */
    public ValidationScope of(Set<String> some) {
        return new ValidationScope(some, ranges, share, seed, keysOnly);
    }

    /** Returns the scope for some keys of a table. */
    public ValidationScope withRange(String table, KeyRange range) {
        Map<String, KeyRange> more = new HashMap<>(ranges);
        more.put(table, range);
        return new ValidationScope(tables, more, share, seed, keysOnly);
    }

    /** Returns the scope for a sample: the same seed chooses the same ranges of a table that has not changed. */
    public ValidationScope sampled(double of, long by) {
        return new ValidationScope(tables, ranges, of, by, keysOnly);
    }

    /** Returns the scope for keys alone. */
    public ValidationScope ofKeysOnly() {
        return new ValidationScope(tables, ranges, share, seed, true);
    }

    /** Returns whether every row of every table is looked at. */
    public boolean whole() {
        return equals(ALL);
    }

    /**
     * Returns the plan's tables that are looked at.
     *
     * @throws IllegalArgumentException if the plan has no table of a name
     */
    List<PlannedTable> of(Plan plan) {
        tables.forEach(plan::table);
        ranges.keySet().forEach(plan::table);
        return plan.tables().stream()
                .filter(table -> tables.isEmpty() || tables.contains(table.name()))
                .toList();
    }

    KeyRange range(PlannedTable table) {
        return ranges.getOrDefault(table.name(), KeyRange.ALL);
    }
}
