package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at both databases, changes nothing, and says all that stands in the way of a migration. */
@Command(
        name = "preflight",
        description = "Looks at both databases, changes nothing, and says all that stands in the way of a migration.")
final class PreflightCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "A schema to move; all of the application's if none.")
    private List<String> schemas = new ArrayList<>();

    @Option(names = "--include", paramLabel = "GLOB", description = "Tables to move, as schema.table; all if none.")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Tables to leave out.")
    private List<String> exclude = new ArrayList<>();

    @Override
    public Integer call() throws SQLException {
        PlanOptions options = PlanOptions.all().inSchemas(schemas).tables(include, exclude);
        try (Connection src = databases.endpoint(Side.SRC).connect();
                Connection dst = databases.endpoint(Side.DST).connect()) {
            tell(Side.SRC, src);
            tell(Side.DST, dst);
            return tell(PlanReader.read("preflight", view(src), view(dst), options));
        }
    }

    private void tell(Side side, Connection connection) throws SQLException {
        boolean encrypted = Dialects.of(connection).facts(connection).encrypted();
        spec.commandLine()
                .getOut()
                .println("session to the " + side.label() + ": " + (encrypted ? "encrypted" : "not encrypted"));
    }

    private static DatabaseView view(Connection connection) throws SQLException {
        return new DatabaseView(Dialects.of(connection), connection);
    }

    private int tell(PlanDraft draft) {
        PrintWriter out = spec.commandLine().getOut();
        draft.plan().tables().forEach(table -> out.println("table " + table.name()));
        draft.problems().forEach(out::println);
        out.println(
                draft.passed()
                        ? "A migration can begin."
                        : "A migration can't begin before the errors above are mended.");
        out.flush();
        return draft.passed() ? ExitCode.OK : ExitCode.NEGATIVE;
    }
}
