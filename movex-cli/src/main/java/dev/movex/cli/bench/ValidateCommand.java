package dev.movex.cli.bench;

import dev.movex.benchmarks.validate.ValidateBench;
import dev.movex.benchmarks.validate.ValidateOptions;
import dev.movex.benchmarks.validate.ValidateReport;
import dev.movex.cli.ExitCode;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
    private static final List<String> KINDS = List.of("postgresql", "mariadb", "mysql");

    @Spec
    private CommandSpec spec = CommandSpec.create();

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

    @Option(names = "--json", description = "Print the report as one JSON object on the last line of stdout.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<String> names = List.of(database.split(":", -1));
        check(
                names.size() <= 2 && KINDS.containsAll(names),
                "--database is postgresql, mariadb or mysql, or two of them joined by a colon.");
        check(rows >= 1000 && rounds > 0 && originalRows >= 0, "--rows must be 1000 or more, --rounds above 0.");
        ServerKind src = kind(names.get(0));
        ServerKind dst = kind(names.get(names.size() - 1));
        // stdout is for the report alone
        ValidateReport report =
                new ValidateBench(new ValidateOptions(src, dst, rows, rounds, originalRows, alone), System.err).run();
        report.print(json ? System.err : System.out);
        if (json) {
            System.out.println(report.toJson());
        }
        return report.exact() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private ServerKind kind(String name) {
        ServerKind kind = ServerKind.valueOf(name.toUpperCase(Locale.ROOT));
        check(kind.unavailable().isEmpty(), kind.unavailable().orElse(""));
        return kind;
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
