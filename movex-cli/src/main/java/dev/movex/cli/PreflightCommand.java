package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Problem;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at both databases, changes nothing, and says what stands in the way of a migration. */
@Command(
        name = "preflight",
        description = "Looks at both databases, changes nothing, and says what stands in the way of a migration.")
final class PreflightCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Override
    public Integer call() throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (Endpoint endpoint : databases.both()) {
            try (Connection connection = endpoint.connect()) {
                problems.addAll(look(connection, endpoint.side()));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        problems.forEach(out::println);
        long blocking = problems.stream().filter(Problem::blocking).count();
        out.println(blocking == 0 ? "A migration can begin." : "A migration can't begin: errors " + blocking + ".");
        out.flush();
        return blocking == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static List<Problem> look(Connection connection, Side side) throws SQLException {
        connection.setAutoCommit(false);
        Dialect dialect = Dialects.of(connection);
        List<Problem> problems = dialect.checkServer(connection, side);
        connection.rollback();
        return problems;
    }
}
