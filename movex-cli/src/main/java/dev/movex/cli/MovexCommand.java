package dev.movex.cli;

import dev.movex.cli.bench.BenchCommand;
import dev.movex.cli.demo.DemoCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top of the command: knows its subcommands and the options that all of them share. */
@Command(
        name = "movex",
        description = "Moves the tables of a running Java application to another database.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:done, and the verdict is negative, or the command refuses with a reason",
            "2:the command line can't be understood",
            "3:something outside stands in the way"
        },
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            RepairWorkerCommand.class,
            PreflightCommand.class,
            SchemaCommand.class,
            AuditCommand.class,
            AuditTrailCommand.class,
            GrantsCommand.class,
            ForecastCommand.class,
            AlertsCommand.class,
            DdlCommand.class,
            ReportCommand.class,
            RepairCommand.class,
            StatusCommand.class,
            RunCommand.class,
            AutoMigrateCommand.class,
            RehearseCommand.class,
            MoveCommand.class,
            AbortCommand.class,
            UninstallCommand.class,
            BenchCommand.class
        })
final class MovexCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a subcommand is missing.");
    }
}
