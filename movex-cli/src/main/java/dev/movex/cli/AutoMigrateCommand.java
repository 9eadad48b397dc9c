package dev.movex.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lets a migration walk by itself, holds it, ends it. */
@Command(
        name = "auto-migrate",
        description = {
            "Lets a migration walk to a state by itself: it copies, validates, waits for the gates and moves; where it can't go"
                    + " on it holds and says why.",
            "With no option tells what it does now. With --dry-run says what would be done."
        },
        footer = "%nThe exit code is 1 if it was refused or, with --dry-run, would be.")
final class AutoMigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @ArgGroup
    private @Nullable What what;

    /** One of these. */
    static final class What {
        @Option(names = "--until", paramLabel = "STATE", description = "Begin, and end in this state.")
        private @Nullable String until;

        @Option(names = "--pause", description = "Let it rest. Needs --reason.")
        private boolean pause;

        @Option(names = "--resume", description = "Let it go on, also after the migration went back by itself.")
        private boolean resume;

        @Option(names = "--stop", description = "End it; the state stays what it is.")
        private boolean stop;
    }

    @Option(names = "--reason", defaultValue = "", description = "Why it rests; kept in the audit trail.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Change nothing.")
    private boolean dryRun;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        What asked = what;
        if (asked == null && dryRun || asked != null && asked.pause && reason.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(),
                    asked == null
                            ? "Say what --dry-run is of: --until, --pause, --resume or --stop."
                            : "--pause needs --reason: say why.");
        }
        HttpApi api = choice.api();
        String path = choice.path(api) + "/auto-migrate";
        if (asked == null) {
            return print(api.resource(path));
        }
        String ask = dryRun ? Answer.DRY_RUN : "";
        JsonNode auto;
        if (asked.pause) {
            auto = api.post(path + "/pause" + ask, json(Map.of("why", reason)));
        } else if (asked.resume) {
            auto = api.post(path + "/resume" + ask, "");
        } else if (asked.stop) {
            auto = api.delete(path + ask);
        } else {
            auto = api.post(path + ask, json(Map.of("until", asked.until == null ? "" : asked.until)));
        }
        return dryRun ? answer.dryRun(auto) : print(auto);
    }

    private static String json(Map<String, String> body) {
        return JsonMapper.shared().writeValueAsString(body);
    }

    private int print(JsonNode auto) {
        PrintWriter out = answer.people();
        StatusCommand.auto(auto, out);
        answer.object(auto);
        return ExitCode.OK;
    }
}
