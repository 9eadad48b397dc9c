package dev.movex.cli;

import dev.movex.core.MovexException;
import dev.movex.server.RepairStation;
import dev.movex.server.RepairStation.Report;
import dev.movex.server.config.ServeConfig;
import dev.movex.server.config.ServeConfig.MigrationSetup;
import dev.movex.server.config.ServeConfigReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Repairs what arrives over a broker until it is told to end. */
@Command(
        name = "repair-worker",
        description =
                "Repairs the inconsistencies that arrive over the broker of a configuration, beside the process that"
                        + " finds them. Several may run; each row is repaired by one at a time.",
        footer = {"", "TERM and INT end it after what it has taken is repaired. docs/events.md tells more."})
final class RepairWorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration of 'movex serve', with 'events'.")
    private @Nullable Path file;

    @Option(names = "--migration", paramLabel = "NAME", description = "One migration of the file alone.")
    private @Nullable String migration;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many work at once for each migration (default ${DEFAULT-VALUE}).")
    private int workers = 1;

    @Option(
            names = "--progress",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How often to tell how it goes (default ${DEFAULT-VALUE}).")
    private int progress = 10;

    @Option(names = "--until-empty", description = "End when no events are left.")
    private boolean untilEmpty;

    @Option(names = "--pause", description = "Pause repair in all processes, and end.")
    private boolean pause;

    @Option(names = "--resume", description = "Let repair go on in all processes, and end.")
    private boolean resume;

    @Option(names = "--dry-run", description = "With --pause or --resume: say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print what was done as a line of JSON at the end.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "-c is needed: the configuration.");
        }
        if (workers < 1 || progress < 1 || pause && resume) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--workers and --progress need a number from 1, and --pause and --resume exclude each other.");
        }
        if (dryRun && !pause && !resume) {
            throw new ParameterException(spec.commandLine(), "--dry-run is of --pause or --resume.");
        }
        ServeConfig config = chosen(new ServeConfigReader(file, System.getenv()).read());
        if (dryRun) {
            return dryRun(config);
        }
        try (RepairStation station = RepairStation.start(config, pause || resume ? 0 : workers)) {
            if (pause) {
                station.pause("repair-worker");
            } else if (resume) {
                station.resume();
            } else {
                work(station);
            }
            return ExitCode.OK;
        }
    }

    private int dryRun(ServeConfig config) {
        PrintWriter out = spec.commandLine().getOut();
        config.migrations()
                .forEach(setup -> out.println("would: " + (pause ? "pause" : "resume") + " repair of migration "
                        + setup.name() + " in all processes"));
        out.flush();
        return ExitCode.OK;
    }

    private ServeConfig chosen(ServeConfig config) {
        if (migration == null) {
            return config;
        }
        List<MigrationSetup> one = config.migrations().stream()
                .filter(setup -> setup.name().equals(migration))
                .toList();
        if (one.isEmpty()) {
            throw new MovexException(
                    "NO_SUCH_MIGRATION",
                    "The configuration has no migration " + migration + ".",
                    "It has "
                            + config.migrations().stream()
                                    .map(MigrationSetup::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return new ServeConfig(config.server(), one, config.events());
    }

    private void work(RepairStation station) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        tell(err, station.report());
        awaitEnd(station, err);
        err.println("ending");
        err.flush();
        List<Report> last = station.report();
        station.close();
        tell(err, last);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(JsonMapper.shared()
                            .writeValueAsString(Map.of(
                                    "migrations",
                                    last.stream()
                                            .map(RepairWorkerCommand::fields)
                                            .toList())));
            spec.commandLine().getOut().flush();
        }
    }

    private void awaitEnd(RepairStation station, PrintWriter err) throws InterruptedException {
        try (EndSignal end = new EndSignal()) {
            boolean empty = false;
            for (long second = 1; !empty && !end.awaitSecond(); second++) {
                empty = untilEmpty
                        && station.report().stream()
                                .allMatch(report -> report.lag().orElse(1) == 0);
                if (second % progress == 0) {
                    tell(err, station.report());
                }
            }
        }
    }

    private static Map<String, Object> fields(Report report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("migration", report.migration());
        fields.put("taken", report.stats().taken());
        fields.put("repaired", report.stats().repaired());
        fields.put("equal", report.stats().equal());
        fields.put("refused", report.stats().refused());
        fields.put("dead", report.stats().dead());
        fields.put("lag", report.lag().orElse(-1));
        return fields;
    }

    private static void tell(PrintWriter err, List<Report> reports) {
        for (Report report : reports) {
            err.println(report.migration() + ": " + report.stats().repaired() + " repaired, "
                    + report.stats().equal() + " were equal, " + report.stats().refused() + " refused, "
                    + report.stats().dead() + " dead letters; "
                    + (report.lag().isPresent()
                            ? report.lag().getAsLong() + " events left"
                            : "the broker does not answer")
                    + (report.paused() ? "; paused" : "")
                    + (report.held().isEmpty() ? "" : "; waits: " + report.held()));
        }
        err.flush();
    }
}
