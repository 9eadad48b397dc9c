package dev.movex.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves a migration to another state. */
@Command(
        name = "move",
        description = {
            "Moves a migration to another state, if the gates of the move pass.",
            "Where a log is followed, the move between src_first and dst_first stops the writers: docs/change-log.md."
        },
        footer = "%nThe exit code is 1 if the move is refused, and with --dry-run if it would be.")
final class MoveCommand implements Callable<Integer> {
    /** A move waits for open transactions, and for the log where one is followed. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Parameters(paramLabel = "STATE", description = "src_only, src_first, dst_first, dst_only or completed.")
    private String to = "";

    @Option(names = "--reason", defaultValue = "", description = "Why; kept in the audit trail.")
    private String reason = "";

    @Option(names = "--override", description = "Move although gates do not pass; needs --reason.")
    private boolean override;

    @Option(names = "--dry-run", description = "Tell what the gates say and what would be done; change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object on the last line of stdout.")
    private boolean json;

    @Override
    public Integer call() {
        HttpApi api = choice.api();
        String path = choice.path(api);
        Map<String, Object> body = Map.of("to", to, "why", reason, "override", override, "dry_run", dryRun);
        String seen = "\"" + api.resource(path).path("epoch").asLong() + "\"";
        JsonNode move = api.post(path + "/moves", JsonMapper.shared().writeValueAsString(body), seen, LIMIT);
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        print(move, out);
        if (json) {
            spec.commandLine().getOut().println(move);
            spec.commandLine().getOut().flush();
        }
        return dryRun && !move.path("passed").asBoolean(false) ? ExitCode.NEGATIVE : ExitCode.OK;
    }

    private static void print(JsonNode move, PrintWriter out) {
        String pause = move.path("pause_ms").isNumber()
                ? String.format(
                        Locale.ROOT,
                        ", writers waited %.0f ms",
                        move.path("pause_ms").asDouble())
                : "";
        out.println(move.path("from").asString("") + " -> " + move.path("to").asString("")
                + (move.path("made").asBoolean(false)
                        ? ": made, epoch " + move.path("epoch").asLong() + pause
                        : ""));
        for (JsonNode gate : move.path("gates")) {
            out.println((gate.path("passed").asBoolean(false) ? "  passed  " : "  FAILED  ")
                    + gate.path("gate").asString("") + ": "
                    + gate.path("reason").asString(""));
        }
        move.path("steps").forEach(step -> out.println("  would: " + step.asString("")));
        out.flush();
    }
}
