package dev.movex.cli;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.driver.MappingFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose tables, and say what they become. */
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

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description =
                    "A movex.yaml or .properties; what stands under tables.mapping in it says which tables change their"
                            + " shape on the way. The rest of it is not looked at.")
    private @Nullable Path mapping;

    /** Returns what was chosen. */
    PlanOptions options() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        keys.forEach((table, names) -> columns.put(table, List.of(names.split(","))));
        PlanOptions options =
                PlanOptions.all().inSchemas(schemas).tables(include, exclude).withKeys(columns);
        return mapping == null ? options : options.withMappings(MappingFile.read(mapping, System.getenv()));
    }

    /** Reads the plan of what was chosen. */
    PlanDraft read(String migration, Connection src, Connection dst) throws SQLException {
        return PlanReader.read(
                migration, new DatabaseView(Dialects.of(src), src), new DatabaseView(Dialects.of(dst), dst), options());
    }
}
