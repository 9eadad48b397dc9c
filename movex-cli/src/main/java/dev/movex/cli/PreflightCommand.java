package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.preflight.Expected;
import dev.movex.core.preflight.FullPreflight;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Looks at both databases, leaves nothing behind, and says all that stands in the way of a migration. */
@Command(
        name = "preflight",
        description = {
            "Looks at both databases, leaves nothing behind, and says all that stands in the way of a migration.",
            "Use the application's driver settings in the URLs: hostile values are sent through them into a temporary"
                    + " table."
        })
final class PreflightCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Mixin
    private PlanChoice choice = new PlanChoice();

    @Option(
            names = "--members",
            defaultValue = "4",
            description = "Application processes; ${DEFAULT-VALUE} if not given.")
    private int members;

    @Option(
            names = "--pool-size",
            defaultValue = "10",
            description = "Connections to a side per process; ${DEFAULT-VALUE} if not given.")
    private int poolSize;

    @Option(names = "--json", description = "Print one JSON object in place of text.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        try (Connection src = databases.endpoint(Side.SRC).connect();
                Connection dst = databases.endpoint(Side.DST).connect()) {
            if (!json) {
                tell(Side.SRC, src);
                tell(Side.DST, dst);
            }
            return tell(FullPreflight.read(
                    "preflight", view(src), view(dst), choice.options(), new Expected(members, poolSize)));
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
        if (json) {
            out.println(toJson(draft));
            out.flush();
            return draft.passed() ? ExitCode.OK : ExitCode.NEGATIVE;
        }
        draft.plan().tables().forEach(table -> out.println("table " + table.name()));
        draft.problems().forEach(out::println);
        out.println(
                draft.passed()
                        ? "A migration can begin."
                        : "A migration can't begin before the errors above are mended.");
        out.flush();
        return draft.passed() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static String toJson(PlanDraft draft) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("passed", draft.passed());
        object.put(
                "tables", draft.plan().tables().stream().map(PlannedTable::name).toList());
        object.put(
                "problems", draft.problems().stream().map(SchemaCommand::fields).toList());
        return JsonMapper.shared().writeValueAsString(object);
    }
}
