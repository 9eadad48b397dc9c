package dev.movex.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks. */
@Command(
        name = "bench",
        description = {
            "Measures Movex beside its peers in the same run, on real servers that are started for it.",
            "Progress goes to stderr; with --json the last line of stdout is one JSON object."
        },
        subcommands = {
            CopyCommand.class,
            DoubleWriteCommand.class,
            EventsCommand.class,
            SwitchCommand.class,
            ValidateCommand.class,
            WrapperCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to measure: a subcommand is missing.");
    }
}
