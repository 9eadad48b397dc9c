package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.dialect.ServerFacts;
import dev.movex.scheduler.Forecast;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says what a migration will take: disk, connections, time. */
@Command(
        name = "forecast",
        description = {
            "Says what a migration will take, before it begins: disk, connections, time. Changes nothing.",
            "Rates are those of your machines: measure them by bench copy and bench validate, and give them here."
        },
        footer = "%nThe exit code is 1 if the target's server has no room for the connections.")
final class ForecastCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Mixin
    private PlanChoice plan = new PlanChoice();

    @Option(
            names = "--members",
            defaultValue = "4",
            description = "Application processes; ${DEFAULT-VALUE} if not given.")
    private int members;

    @Option(
            names = "--pool-size",
            defaultValue = "10",
            description = "Connections to a side per process; ${DEFAULT-VALUE} if not given.")
    private int poolSize;

    @Option(
            names = "--copy-rate",
            paramLabel = "ROWS",
            defaultValue = "20000",
            description = "Rows a second of the copy; ${DEFAULT-VALUE} if not given.")
    private long copyRate;

    @Option(
            names = "--validation-rate",
            paramLabel = "ROWS",
            defaultValue = "100000",
            description = "Rows a second of a validation; ${DEFAULT-VALUE} if not given.")
    private long validationRate;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() throws SQLException {
        try (Connection src = databases.endpoint(Side.SRC).connect();
                Connection dst = databases.endpoint(Side.DST).connect()) {
            Dialect from = Dialects.of(src);
            Dialect to = Dialects.of(dst);
            Forecast forecast = Forecast.read(
                    plan.read("forecast", src, dst).plan(),
                    from,
                    src,
                    to,
                    dst,
                    new Forecast.Assumptions(members, poolSize, copyRate, validationRate));
            print(forecast, from.facts(src), to.facts(dst));
            return forecast.roomEnough() ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }

    private void print(Forecast forecast, ServerFacts src, ServerFacts dst) {
        PrintWriter out = answer.people();
        forecast.tables()
                .forEach(table -> out.printf(
                        "table %s: %s rows, %s%n",
                        table.table(), table.rows() < 0 ? "unknown" : "about " + table.rows(), size(table.bytes())));
        out.printf(
                "disk: the source's tables take %s; have %s free on the target%n",
                size(forecast.bytes()), size(forecast.diskNeeded()));
        out.printf(
                "connections: %d more on the target, which has room for %d%s%n",
                forecast.connectionsNeeded(),
                forecast.connectionsFree(),
                forecast.roomEnough() ? "" : ": raise max_connections or take smaller pools");
        out.println("time: copy " + words(forecast.copy()) + ", full validation " + words(forecast.validation()));
        out.println("sessions: source " + encrypted(src) + ", target " + encrypted(dst));
        out.flush();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("tables", forecast.tables());
        object.put("bytes", forecast.bytes());
        object.put("disk_needed", forecast.diskNeeded());
        object.put("connections_needed", forecast.connectionsNeeded());
        object.put("connections_free", forecast.connectionsFree());
        object.put("copy_seconds", forecast.copy().toSeconds());
        object.put("validation_seconds", forecast.validation().toSeconds());
        object.put("source_encrypted", src.encrypted());
        object.put("target_encrypted", dst.encrypted());
        answer.object(JsonMapper.shared().writeValueAsString(object));
    }

    private static String encrypted(ServerFacts facts) {
        return facts.encrypted() ? "encrypted" : "not encrypted";
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    private static String words(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
