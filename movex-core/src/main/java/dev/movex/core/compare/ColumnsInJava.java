package dev.movex.core.compare;

import dev.movex.core.plan.PlannedTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which columns Java compares, and why: those whose values the databases have no common text for, and those of which
 * Java once disagreed with what the databases computed. What was noted once holds from then on. Thread-safe.
 */
public final class ColumnsInJava {
    private static final String NO_COMMON_TEXT = "the databases have no common text for its type";

    private final Map<String, Map<String, String>> noted = new ConcurrentHashMap<>();

    /** Notes that a column must be compared in Java; returns whether it was not before. */
    public boolean note(PlannedTable table, String column, String reason) {
        return !of(table).containsKey(column)
                && noted.computeIfAbsent(table.name(), name -> new ConcurrentHashMap<>())
                                .put(column, reason)
                        == null;
    }

    /** Returns the columns of a table that Java compares, by the plan's names, with the reason. */
    public Map<String, String> of(PlannedTable table) {
        Map<String, String> reasons = new LinkedHashMap<>();
        table.comparedInJava().forEach(column -> reasons.put(column, NO_COMMON_TEXT));
        reasons.putAll(noted.getOrDefault(table.name(), Map.of()));
        return reasons;
    }
}
