package dev.movex.cli.bench;

import dev.movex.benchmarks.doublewrite.DoubleWriteBench;
import dev.movex.benchmarks.doublewrite.DoubleWriteOptions;
import dev.movex.benchmarks.doublewrite.DoubleWriteReport;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the double write costs. */
@Command(
        name = "doublewrite",
        description = {
            "Runs the same transactions through one plain database, the naive double write (each statement on both, then"
                    + " both commits) and Movex, taking turns.",
            "Prints medians of the rounds, and ratios to the plain database."
        })
final class DoubleWriteCommand implements Callable<Integer> {
    @Mixin
    private BenchRun run = new BenchRun();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "postgresql",
            description = "postgresql, mariadb or mysql, on both sides (${DEFAULT-VALUE}).")
    private String database = "postgresql";

    @Option(
            names = "--statements",
            split = ",",
            paramLabel = "N",
            defaultValue = "0,1,5,20",
            description = "Statements in a transaction; 0 for one in auto-commit mode (${DEFAULT-VALUE}).")
    private List<Integer> statements = List.of();

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            defaultValue = "insert,update,mixed",
            description = "insert, update or mixed (${DEFAULT-VALUE}).")
    private List<String> kinds = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,8",
            description = "Writers (${DEFAULT-VALUE}).")
    private List<Integer> threads = List.of();

    @Option(
            names = "--delay",
            split = ",",
            paramLabel = "MS",
            defaultValue = "0,1",
            description = "Round trip time in ms that is added between application and databases (${DEFAULT-VALUE}).")
    private List<Integer> delays = List.of();

    @Option(
            names = "--ways",
            split = ",",
            paramLabel = "WAY",
            defaultValue = "floor,movex,movex_both,movex_journal,movex_single",
            description = "Ways beside the two peers; floor is the least that such a double write costs, by hand"
                    + " (${DEFAULT-VALUE}).")
    private List<String> ways = List.of();

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds that all ways together run before anything is measured, without delay"
                    + " (${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seconds per way, round and kind of transaction (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        run.check(statements.stream().allMatch(n -> n >= 0 && n <= 200), "--statements must be between 0 and 200.");
        run.check(List.of("insert", "update", "mixed").containsAll(kinds), "--kinds are insert, update and mixed.");
        run.check(threads.stream().allMatch(n -> n >= 1 && n <= 24), "--threads must be between 1 and 24.");
        run.check(delays.stream().allMatch(n -> n >= 0 && n <= 100), "--delay must be between 0 and 100.");
        run.check(
                List.of("floor", "movex", "movex_both", "movex_journal", "movex_single")
                        .containsAll(ways),
                "--ways are floor, movex, movex_both, movex_journal and movex_single.");
        run.check(seconds > 0 && rounds > 0, "--seconds and --rounds must be above 0.");
        run.check(warmUp >= 0, "--warm-up must not be below 0.");
        ServerKind kind = run.kind(database);
        DoubleWriteOptions options =
                new DoubleWriteOptions(kind, statements, kinds, threads, delays, ways, warmUp, seconds, rounds);
        // stdout is for the report alone
        DoubleWriteReport report = new DoubleWriteBench(options, System.err).run();
        return run.report(report::print, report.toJson(), report.equal());
    }
}
