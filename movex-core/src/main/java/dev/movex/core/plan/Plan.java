package dev.movex.core.plan;

import java.util.List;
import java.util.Optional;

/**
 * What is moved: the tables, parents before children. Immutable.
 *
 * @param migration the name of the migration; names its rows in the control tables of both databases
 * @param tables the tables in foreign-key order
 */
public record Plan(String migration, List<PlannedTable> tables) {
    public Plan {
        tables = List.copyOf(tables);
    }

    /** Returns the table with the given plan name. */
    public Optional<PlannedTable> find(String name) {
        return tables.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /**
     * Returns the table with the given plan name.
     *
     * @throws IllegalArgumentException if the plan has no such table
     */
    public PlannedTable table(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no table " + name + " in the plan"));
    }
}
