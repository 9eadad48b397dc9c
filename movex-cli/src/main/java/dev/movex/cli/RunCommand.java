package dev.movex.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

/** Starts, stops and lists runs. */
@Command(
        name = "run",
        description = {
            "Starts a run of the data: a copy, or a validation: full, a part, a box of time, or incremental. It goes on in the"
                    + " background; 'movex status' tells how far it has come.",
            "With --stop ends a run. With neither lists them. With --dry-run says what would be done."
        },
        footer = "%nThe exit code is 1 if it was refused or, with --dry-run, would be.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Parameters(arity = "0..1", paramLabel = "KIND", description = "copy, full, part, box or incremental.")
    private @Nullable String kind;

    @Option(names = "--table", paramLabel = "TABLE", description = "Of a part: this table alone. May be repeated.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--percent", paramLabel = "N", description = "Of a part: a sample of so many per cent.")
    private @Nullable Integer percent;

    @Option(names = "--keys-only", description = "Of a part: compare keys alone.")
    private boolean keysOnly;

    @Option(names = "--minutes", paramLabel = "N", description = "Of a box: how long it lasts; 5 if not given.")
    private @Nullable Integer minutes;

    @Option(names = "--stop", paramLabel = "RUN", description = "End the run of this id; what it has done stays done.")
    private @Nullable String stop;

    @Option(names = "--dry-run", description = "Change nothing.")
    private boolean dryRun;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        if (kind != null && stop != null || dryRun && kind == null && stop == null) {
            throw new ParameterException(
                    spec.commandLine(), "Give a KIND to start, or --stop with an id, or neither to see the list.");
        }
        HttpApi api = choice.api();
        String path = choice.path(api) + "/runs";
        if (kind == null && stop == null) {
            return list(api, path);
        }
        String to = stop == null ? path : path + "/" + stop + "/cancel";
        String body = stop == null ? body(kind) : "";
        if (dryRun) {
            return answer.dryRun(api.post(to + Answer.DRY_RUN, body));
        }
        JsonNode run = api.post(to, body);
        print(run, answer.people());
        answer.object(run);
        return ExitCode.OK;
    }

    private String body(@Nullable String ofKind) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("kind", ofKind == null ? "" : ofKind);
        if (!tables.isEmpty()) {
            body.put("tables", tables);
        }
        if (percent != null) {
            body.put("percent", percent);
        }
        if (keysOnly) {
            body.put("keys_only", true);
        }
        if (minutes != null) {
            body.put("box", minutes * 60_000L);
        }
        return JsonMapper.shared().writeValueAsString(body);
    }

    private int list(HttpApi api, String path) {
        JsonNode runs = api.resource(path + "?limit=500");
        if (runs.path("items").isEmpty()) {
            answer.people().println("This process has started no run.");
        }
        runs.path("items").forEach(run -> print(run, answer.people()));
        answer.object(runs);
        return ExitCode.OK;
    }

    private static void print(JsonNode run, PrintWriter out) {
        String error = run.path("error").asString("");
        out.println(run.path("id").asString("") + ": " + run.path("state").asString("") + ", started at "
                + run.path("started_at").asString("") + " by "
                + run.path("started_by").asString("") + (error.isEmpty() ? "" : ": " + error));
        out.flush();
    }
}
