package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.dialect.Grants;
import dev.movex.core.follow.LogName;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.SequencePair;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints, per server, the least that the two users of a migration need. */
@Command(
        name = "grants",
        description = {
            "Prints a script per server that grants the least that a migration needs: to the user of the application's"
                    + " pool, and to the user of Movex's own work. Changes nothing.",
            "Both users must exist. Run each script as the administrator of its server, connected to its database."
        })
final class GrantsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Mixin
    private PlanChoice plan = new PlanChoice();

    @Option(
            names = "--application-user",
            paramLabel = "USER",
            defaultValue = "application",
            description = "The user of the application's pool; on MySQL and MariaDB user or user@host. ${DEFAULT-VALUE}"
                    + " if not given.")
    private String application = "";

    @Option(
            names = "--movex-user",
            paramLabel = "USER",
            defaultValue = "movex",
            description = "The user of Movex's own work. ${DEFAULT-VALUE} if not given.")
    private String operator = "";

    @ArgGroup
    private @Nullable LogOptions log;

    /** What a migration has to do with change logs. */
    private static final class LogOptions {
        @Option(
                names = "--change-log",
                required = true,
                paramLabel = "MIGRATION",
                description = "Grants what the migration of this name, which has change-log: true, needs to read the"
                        + " log of both sides, too.")
        private String migration = "";

        @Option(
                names = "--follow",
                required = true,
                description = "Grants what a migration in mode: follow needs, and nothing to the application's user.")
        private boolean follow;
    }

    @Override
    public Integer call() throws SQLException {
        try (Connection src = databases.endpoint(Side.SRC).connect();
                Connection dst = databases.endpoint(Side.DST).connect()) {
            Plan read = plan.read("grants", src, dst).plan();
            print(Side.SRC, src, read);
            print(Side.DST, dst, read);
        }
        return ExitCode.OK;
    }

    private void print(Side side, Connection connection, Plan read) throws SQLException {
        Dialect dialect = Dialects.of(connection);
        Grants grants = new Grants(
                connection.getCatalog(),
                read.tables().stream().map(table -> table.on(side)).toList(),
                dialect.readSequences(connection, SequencePair.schemas(read.tables(), side)),
                application,
                operator,
                use(side, connection));
        PrintWriter out = spec.commandLine().getOut();
        out.println("-- " + side.label() + " (" + dialect.name() + "), database " + grants.database());
        dialect.grants(grants).forEach(statement -> out.println(statement + ";"));
        out.println();
        out.flush();
    }

    private Grants.@Nullable LogUse use(Side side, Connection connection) throws SQLException {
        LogOptions wanted = log;
        if (wanted == null) {
            return null;
        }
        return wanted.follow
                ? new Grants.FollowLog()
                : new Grants.ReadLog(LogName.of(wanted.migration, side, connection.getCatalog()));
    }
}
