package dev.movex.cli.bench;

import dev.movex.benchmarks.change.SwitchBench;
import dev.movex.benchmarks.change.SwitchOptions;
import dev.movex.benchmarks.change.SwitchReport;
import dev.movex.testkit.database.ServerKind;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how long writers pause when the primary changes. */
@Command(
        name = "switch",
        description = {
            "Starts two servers, a coordinator and several application processes with writers, and changes the primary back"
                    + " and forth under them.",
            "Prints the pause that the writers saw beside the time their calls take otherwise, and whether a write was lost."
        })
final class SwitchCommand implements Callable<Integer> {
    @Mixin
    private BenchRun run = new BenchRun();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "postgresql",
            description = "postgresql, mariadb or mysql, on both sides (${DEFAULT-VALUE}).")
    private String database = "postgresql";

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "4",
            description = "Application processes (${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Writers in each of them (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--switches",
            paramLabel = "N",
            defaultValue = "50",
            description = "Changes of the primary (${DEFAULT-VALUE}).")
    private int switches;

    @Option(
            names = "--rest",
            paramLabel = "MS",
            defaultValue = "200",
            description = "Milliseconds between two changes (${DEFAULT-VALUE}).")
    private int rest;

    @Option(
            names = "--witness",
            description =
                    "Let the databases look at the end of each transaction whether they are open (PostgreSQL; costs time).")
    private boolean witness;

    @Override
    public Integer call() throws Exception {
        run.check(members >= 1 && members <= 16, "--members must be between 1 and 16.");
        run.check(threads >= 1 && threads <= 8, "--threads must be between 1 and 8.");
        run.check(switches >= 1 && rest >= 0, "--switches must be above 0, --rest must not be below 0.");
        ServerKind kind = run.kind(database);
        run.check(!witness || kind == ServerKind.POSTGRESQL, "--witness needs --database postgresql.");
        SwitchOptions options = new SwitchOptions(kind, members, threads, switches, Duration.ofMillis(rest), witness);
        // stdout is for the report alone
        SwitchReport report = new SwitchBench(options, System.err).run();
        return run.report(report::print, report.toJson(), report.clean());
    }
}
