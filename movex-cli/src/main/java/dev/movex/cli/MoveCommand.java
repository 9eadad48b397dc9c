package dev.movex.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves a migration to another state. */
@Command(
        name = "move",
        description = {
            "Moves a migration to another state, if its gates pass. With --dry-run says what they say and what would be done.",
            "--override makes the move although gates do not pass; it needs --reason and the role admin, and the audit trail"
                    + " keeps both. What keeps an invariant nobody overrides: own tables, plan, source unused, the new primary"
                    + " answers."
        },
        footer = "%nThe exit code is 1 if the move was refused or, with --dry-run, would be.")
final class MoveCommand implements Callable<Integer> {
    /** A change waits for transactions, and for members that are about to be gone. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Parameters(
            paramLabel = "STATE",
            description = "The state to enter: src_only, src_first, dst_first, dst_only or completed.")
    private String state = "";

    @Option(names = "--dry-run", description = "Change nothing.")
    private boolean dryRun;

    @Option(names = "--override", description = "Move although gates do not pass. Needs --reason.")
    private boolean override;

    @Option(names = "--reason", defaultValue = "", description = "Why; kept in the audit trail.")
    private String reason = "";

    @Option(
            names = "--epoch",
            paramLabel = "N",
            description = "Move only if the migration still is at this epoch; as it is now if not given.")
    private @Nullable Long epoch;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        if (override && reason.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--override needs --reason: say why.");
        }
        HttpApi api = choice.api();
        String path = choice.path(api);
        long seen = epoch != null ? epoch : api.resource(path).path("epoch").asLong();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("to", state);
        body.put("why", reason);
        body.put("override", override);
        body.put("dry_run", dryRun);
        JsonNode move = api.postAt(seen, path + "/moves", JsonMapper.shared().writeValueAsString(body), LIMIT);
        print(move, answer.people());
        answer.object(move);
        boolean possible = move.path("legal").asBoolean() && move.path("passed").asBoolean();
        return move.path("made").asBoolean() || possible ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static void print(JsonNode move, PrintWriter out) {
        boolean made = move.path("made").asBoolean();
        out.println((made ? "moved from " : "would move from ")
                + move.path("from").asString("") + " to " + move.path("to").asString("") + ", epoch "
                + move.path("epoch").asLong()
                + (move.path("pause_ms").isNumber() ? ", writers were held for " + move.path("pause_ms") + " ms" : ""));
        if (!made && !move.path("legal").asBoolean()) {
            out.println("there is no such move");
        }
        StatusCommand.gates(move.path("gates"), out);
        move.path("steps").forEach(step -> out.println("would: " + step.asString("")));
        out.flush();
    }
}
