package dev.movex.cli.bench;

import dev.movex.benchmarks.wrapper.WrapperBench;
import dev.movex.benchmarks.wrapper.WrapperReport;
import dev.movex.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what passing through costs. */
@Command(
        name = "wrapper",
        description = {
            "Runs calls of an application through its pool alone and through Movex in src_only, by JMH, taking turns.",
            "Prints medians of the rounds: time and allocation of a call, and the ratio of the times."
        })
final class WrapperCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds per way, kind of call and round, after as long a warm-up (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", description = "Print the report as one JSON object on the last line of stdout.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds and --seconds must be 1 or more.");
        }
        // stdout is for the report alone
        WrapperReport report = new WrapperBench(rounds, seconds, System.err).run();
        report.print(json ? System.err : System.out);
        if (json) {
            System.out.println(report.toJson());
        }
        return ExitCode.OK;
    }
}
