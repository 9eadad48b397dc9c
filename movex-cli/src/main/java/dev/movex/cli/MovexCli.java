package dev.movex.cli;

import picocli.CommandLine;

/** The entry point of the {@code movex} command. */
public final class MovexCli {
    private MovexCli() {}

    /** Runs the command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the command with all its subcommands, ready to execute. */
    static CommandLine commandLine() {
        MovexCommand top = new MovexCommand();
        ErrorPrinter errors = new ErrorPrinter(top);
        return new CommandLine(top)
                .setParameterExceptionHandler(new UsagePrinter())
                .setExecutionExceptionHandler(errors)
                .setExitCodeExceptionMapper(errors)
                .setUsageHelpAutoWidth(true);
    }
}
