package dev.movex.cli;

import dev.movex.core.plan.PlanOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that choose tables. */
final class PlanChoice {
    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "A schema to move; all of the application's if none.")
    private List<String> schemas = new ArrayList<>();

    @Option(names = "--include", paramLabel = "GLOB", description = "Tables to move, as schema.table; all if none.")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Tables to leave out.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "TABLE=COLUMNS",
            description = "Unique, not nullable columns that stand in for a missing primary key, as"
                    + " schema.table=column,column.")
    private Map<String, String> keys = new LinkedHashMap<>();

    /** Returns what was chosen. */
    PlanOptions options() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        keys.forEach((table, names) -> columns.put(table, List.of(names.split(","))));
        return PlanOptions.all().inSchemas(schemas).tables(include, exclude).withKeys(columns);
    }
}
