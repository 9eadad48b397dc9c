package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.scheduler.SchemaChange;
import dev.movex.scheduler.SchemaChanges;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes a table's definition on both sides in the middle of a migration. */
@Command(
        name = "ddl",
        description = {
            "Changes a table's definition on both sides in the middle of a migration; without --yes it says what it would"
                    + " do.",
            "Afterwards start every process that has the migration open anew, one by one: each reads the new plan. Until"
                    + " then the authority does not move."
        })
final class DdlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Option(names = "--migration", paramLabel = "NAME", required = true, description = "The migration.")
    private String migration = "";

    @Option(names = "--table", required = true, description = "The table as the plan names it, such as public.orders.")
    private String table = "";

    @Option(names = "--kind", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private SchemaChange.@Nullable Kind kind;

    @Option(
            names = "--source-statement",
            paramLabel = "SQL",
            required = true,
            description = "What to run on the source.")
    private String source = "";

    @Option(
            names = "--target-statement",
            paramLabel = "SQL",
            required = true,
            description = "What to run on the target.")
    private String target = "";

    @Option(names = "--reason", defaultValue = "", description = "Why; kept in the audit trail.")
    private String reason = "";

    @Option(names = "--yes", description = "Make the change. Without it nothing is changed.")
    private boolean yes;

    @Override
    public Integer call() throws SQLException {
        SchemaChange change =
                new SchemaChange(table, kind == null ? SchemaChange.Kind.ADD_COLUMN : kind, source, target);
        SchemaChanges changes = new SchemaChanges(
                migration,
                Databases.of(
                        databases.endpoint(Side.SRC).dataSource(),
                        databases.endpoint(Side.DST).dataSource()));
        PrintWriter out = spec.commandLine().getOut();
        changes.steps(change).forEach(step -> out.println((yes ? "" : "would: ") + step));
        if (yes) {
            changes.make(change, System.getProperty("user.name", "unknown"), reason);
            out.println("Done. Start every process that has the migration open anew.");
        } else {
            out.println("Nothing was changed. Add --yes.");
        }
        out.flush();
        return ExitCode.OK;
    }
}
