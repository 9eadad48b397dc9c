package dev.movex.cli.bench;

import dev.movex.benchmarks.events.EventsBench;
import dev.movex.benchmarks.events.EventsOptions;
import dev.movex.benchmarks.events.EventsReport;
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

/** Shows what events over a broker and the repair of their rows cost. */
@Command(
        name = "events",
        description = {
            "Publishes events to a real Kafka broker, kept among the control data first, and repairs the rows that they"
                    + " name, beside a bare producer and bare upserts of the same rows, taking turns.",
            "Prints figures per second, medians of the rounds, and how many times a peer's ours is. Fails if a row is"
                    + " left unrepaired."
        })
final class EventsCommand implements Callable<Integer> {
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
            names = "--events",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many events, each of a row that the target lacks (${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many repair at once (${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print the report as one JSON object on the last line of stdout.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<String> names = List.of(database.split(":", -1));
        check(
                names.size() <= 2 && KINDS.containsAll(names),
                "--database is postgresql, mariadb or mysql, or two of them joined by a colon.");
        check(
                events >= 100 && rounds > 0 && workers > 0 && workers <= 12,
                "--events must be 100 or more, --rounds above 0, --workers from 1 to 12.");
        EventsOptions options =
                new EventsOptions(kind(names.get(0)), kind(names.get(names.size() - 1)), events, workers, rounds);
        // stdout is for the report alone
        EventsReport report = new EventsBench(options, System.err).run();
        report.print(json ? System.err : System.out);
        if (json) {
            System.out.println(report.toJson());
        }
        return report.left() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
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
