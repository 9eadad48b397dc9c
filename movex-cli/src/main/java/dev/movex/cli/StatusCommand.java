package dev.movex.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Tells where a migration stands. */
@Command(
        name = "status",
        description =
                "Tells where a migration stands: its state, what runs, how far its change log has been read, and what"
                        + " the gates of the way on say.",
        footer = "%nThe exit code is 1 if a gate of the way on does not pass.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Option(names = "--json", description = "Print one JSON object on the last line of stdout.")
    private boolean json;

    @Override
    public Integer call() {
        HttpApi api = choice.api();
        JsonNode status = api.resource(choice.path(api) + "/status");
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        boolean passed = print(status, out);
        if (json) {
            spec.commandLine().getOut().println(status);
            spec.commandLine().getOut().flush();
        }
        return passed ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static boolean print(JsonNode status, PrintWriter out) {
        line(
                out,
                "state",
                status.path("current_state").asString("") + " (epoch "
                        + status.path("epoch").asLong() + ")");
        line(out, "mode", status.path("mode").asString(""));
        line(
                out,
                "runs now",
                String.join(
                        ", ",
                        status.path("activity")
                                .valueStream()
                                .map(a -> a.asString(""))
                                .toList()));
        line(out, "may differ", status.path("dirty_keys").asLong() + " keys");
        JsonNode log = status.path("change_log");
        if (log.isObject()) {
            line(out, "change log", log(log));
        }
        boolean passed = true;
        for (JsonNode gate : status.path("next_gates")) {
            boolean ok = gate.path("passed").asBoolean(false);
            passed &= ok;
            line(
                    out,
                    ok ? "  passed" : "  FAILED",
                    gate.path("gate").asString("") + ": " + gate.path("reason").asString(""));
        }
        out.flush();
        return passed;
    }

    private static String log(JsonNode log) {
        String fault = log.path("fault").asString("");
        String lag = log.path("lag_seconds").isNumber()
                ? String.format(
                        Locale.ROOT,
                        "read up to %.1f s ago",
                        log.path("lag_seconds").asDouble())
                : "not read up to its start yet";
        return "that of " + log.path("side").asString("") + ": " + (fault.isEmpty() ? lag : fault) + ", "
                + log.path("followed").asLong() + " keys followed";
    }

    private static void line(PrintWriter out, String what, String value) {
        out.println(String.format(Locale.ROOT, "%-11s %s", what, value));
    }
}
