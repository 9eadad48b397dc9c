package dev.movex.cli.bench;

import dev.movex.benchmarks.orders.Servers;
import dev.movex.benchmarks.validate.ValidateBench;
import dev.movex.benchmarks.validate.ValidateOptions;
import dev.movex.benchmarks.validate.ValidateReport;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the comparison of two tables costs, and that it finds what differs. */
@Command(
        name = "validate",
        description = {
            "Validates two tables of about 180 bytes a row, equal and then with 100 planted differences, beside bare"
                    + " push-down hashes of both sides, a streamed merge and pt-table-sync, taking turns.",
            "Prints medians of the rounds, and how often a peer's time is of ours. Fails unless every difference was"
                    + " confirmed under locks and nothing else."
        })
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private BenchRun run = new BenchRun();

    @Mixin
    private SourceBinaries binaries = new SourceBinaries();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "postgresql",
            description = "postgresql, mariadb or mysql; two of them joined by a colon for source and target"
                    + " (${DEFAULT-VALUE}).")
    private String database = "postgresql";

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Rows of each table (${DEFAULT-VALUE}).")
    private long rows;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--original-rows",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Rows on which the row-by-row way is shown; 0 leaves it out (${DEFAULT-VALUE}).")
    private int originalRows;

    @Option(names = "--alone", description = "Run Movex without its peers: for sizes that these take too long for.")
    private boolean alone;

    @Override
    public Integer call() throws Exception {
        List<ServerKind> kinds = run.pair(database);
        run.check(rows >= 1000 && rounds > 0 && originalRows >= 0, "--rows must be 1000 or more, --rounds above 0.");
        Servers servers = binaries.servers(run, kinds.get(0), kinds.get(1));
        // stdout is for the report alone
        ValidateReport report =
                new ValidateBench(new ValidateOptions(servers, rows, rounds, originalRows, alone), System.err).run();
        return run.report(report::print, report.toJson(), report.exact());
    }
}
