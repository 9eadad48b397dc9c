package dev.movex.cli.bench;

import dev.movex.benchmarks.events.EventsBench;
import dev.movex.benchmarks.events.EventsOptions;
import dev.movex.benchmarks.events.EventsReport;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Mixin
    private BenchRun run = new BenchRun();

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
            defaultValue = "100000",
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

    @Override
    public Integer call() throws Exception {
        List<ServerKind> kinds = run.pair(database);
        run.check(
                events >= 100 && rounds > 0 && workers > 0 && workers <= 12,
                "--events must be 100 or more, --rounds above 0, --workers from 1 to 12.");
        EventsOptions options = new EventsOptions(kinds.get(0), kinds.get(1), events, workers, rounds);
        // stdout is for the report alone
        EventsReport report = new EventsBench(options, System.err).run();
        return run.report(report::print, report.toJson(), report.left() == 0);
    }
}
