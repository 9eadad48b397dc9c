package dev.movex.cli;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which tables are meant. */
final class PlanArguments {
    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "A schema to move; all of the application's if none.")
    private List<String> schemas = new ArrayList<>();

    @Option(names = "--include", paramLabel = "GLOB", description = "Tables to move, as schema.table; all if none.")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Tables to leave out.")
    private List<String> exclude = new ArrayList<>();

    PlanOptions options() {
        return PlanOptions.all().inSchemas(schemas).tables(include, exclude);
    }

    PlanDraft read(String migration, Connection src, Connection dst) throws SQLException {
        return PlanReader.read(
                migration, new DatabaseView(Dialects.of(src), src), new DatabaseView(Dialects.of(dst), dst), options());
    }
}
