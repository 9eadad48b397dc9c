package dev.movex.cli.demo;

import dev.movex.cli.ExitCode;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the main job on two embedded PostgreSQL servers. */
@Command(
        name = "demo",
        description = {
            "Starts two real PostgreSQL servers, fills a shop, lets writers work on it, and moves it from one server to"
                    + " the other while they do.",
            "Damages the target on the way, shows how that is found and repaired, and has the result judged by an"
                    + " oracle that knows nothing of Movex.",
            "Needs nothing but this checkout, and leaves nothing behind."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int DAMAGE = 90;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Orders to load (${DEFAULT-VALUE}).")
    private long rows;

    @Option(names = "--writers", paramLabel = "N", defaultValue = "8", description = "Writers (${DEFAULT-VALUE}).")
    private int writers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "400",
            description =
                    "Transactions per second of all writers together; 0 for as many as they can (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--damage",
            paramLabel = "N",
            description = "Rows to damage on the target, a third of them changed, deleted, added (90, or a hundredth of"
                    + " --rows if that is less).")
    private @Nullable Integer damage;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all that is random (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print the report as one JSON object on the last line of stdout.")
    private boolean json;

    @Option(
            names = "--serve",
            description = "Do not migrate: bring the shop up in src_only, serve the HTTP API, and end on SIGTERM.")
    private boolean serve;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the API (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--prefix",
            paramLabel = "PATH",
            defaultValue = "/movex",
            description = "Path that the API is mounted under (${DEFAULT-VALUE}).")
    private String prefix = "/movex";

    @Override
    public Integer call() throws Exception {
        check(rows >= 1_000, "--rows must be 1000 or more, so that there are rows to damage.");
        check(writers >= 1 && writers <= 64, "--writers must be between 1 and 64.");
        check(rate >= 0, "--rate must not be negative.");
        int damaged = damage == null ? (int) Math.min(DAMAGE, rows / 100) : damage;
        check(damaged >= 0 && damaged <= rows / 100, "--damage must be between 0 and a hundredth of --rows.");
        check(port >= 0 && port <= 65_535, "--port must be between 0 and 65535.");
        DemoOptions options = new DemoOptions(rows, writers, rate, damaged, seed);
        // stdout is for the report alone
        PrintStream progress = System.err;
        if (serve) {
            new DemoServe(options, progress).serve(port, prefix);
            return ExitCode.OK;
        }
        DemoReport report = new DemoRun(options, progress).run();
        report.print(json ? System.err : System.out);
        if (json) {
            System.out.println(report.toJson());
        }
        return report.clean() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
