package dev.movex.cli.bench;

import dev.movex.benchmarks.wrapper.WrapperBench;
import dev.movex.benchmarks.wrapper.WrapperReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what passing through costs. */
@Command(
        name = "wrapper",
        description = {
            "Runs calls of an application through its pool alone and through Movex in src_only, by JMH, taking turns.",
            "Prints medians of the rounds: time and allocation of a call, and the ratio of the times."
        })
final class WrapperCommand implements Callable<Integer> {
    @Mixin
    private BenchRun run = new BenchRun();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds per way, kind of call and round, after as long a warm-up (${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        run.check(rounds > 0 && seconds > 0, "--rounds and --seconds must be 1 or more.");
        // stdout is for the report alone
        WrapperReport report = new WrapperBench(rounds, seconds, System.err).run();
        return run.report(report::print, report.toJson(), true);
    }
}
