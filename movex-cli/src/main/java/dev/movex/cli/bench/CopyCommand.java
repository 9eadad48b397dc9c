package dev.movex.cli.bench;

import dev.movex.benchmarks.copy.CopyBench;
import dev.movex.benchmarks.copy.CopyBenchOptions;
import dev.movex.benchmarks.copy.CopyReport;
import dev.movex.testkit.database.ServerKind;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how fast the copy is. */
@Command(
        name = "copy",
        description = {
            "Copies one table by Movex, by the databases' own pipes and dump tools, and by batched JDBC, taking turns.",
            "Prints medians of the rounds, and each peer's time by ours: above 1 is ahead. Peers that are not installed are"
                    + " named."
        })
final class CopyCommand implements Callable<Integer> {
    @Mixin
    private BenchRun run = new BenchRun();

    @Mixin
    private SourceBinaries binaries = new SourceBinaries();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "postgresql",
            description = "postgresql, mariadb or mysql: the source, and the target if --to is not given"
                    + " (${DEFAULT-VALUE}).")
    private String database = "postgresql";

    @Option(names = "--to", paramLabel = "NAME", description = "Another kind of target.")
    private @Nullable String to;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Rows of about 180 bytes (${DEFAULT-VALUE}).")
    private long rows;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "2",
            description = "Chunks that Movex has under way at once (${DEFAULT-VALUE}).")
    private int parallel;

    @Option(names = "--alone", description = "Run Movex without its peers: for sizes that these take too long for.")
    private boolean alone;

    @Override
    public Integer call() throws Exception {
        run.check(rows > 0 && rounds > 0 && parallel > 0, "--rows, --rounds and --parallel must be above 0.");
        ServerKind src = run.kind(database);
        ServerKind dst = to == null ? src : run.kind(to);
        // stdout is for the report alone
        CopyReport report = new CopyBench(
                        new CopyBenchOptions(binaries.servers(run, src, dst), rows, rounds, parallel, alone),
                        System.err)
                .run();
        return run.report(report::print, report.toJson(), report.equal());
    }
}
