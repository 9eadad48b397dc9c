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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rehearses a change of the primary. */
@Command(
        name = "rehearse",
        description = {
            "Does what a change of the primary does, up to the decision, and goes back. Tells how long writers were held, and"
                    + " which step took the time.",
            "Writers notice the pause, and nothing else. The audit trail keeps an entry."
        },
        footer = "%nThe exit code is 1 if a round was held up or, with --dry-run, it would be refused.")
final class RehearseCommand implements Callable<Integer> {
    /** A round takes as long as the longest hold, if it is held up. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int MOST = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often, 1 to 100; ${DEFAULT-VALUE} if not given.")
    private int rounds;

    @Option(names = "--reason", defaultValue = "", description = "Why; kept in the audit trail.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Say what a round would do, and do none.")
    private boolean dryRun;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        if (rounds < 1 || rounds > MOST) {
            throw new ParameterException(spec.commandLine(), "--rounds must be between 1 and " + MOST + ".");
        }
        HttpApi api = choice.api();
        String body = JsonMapper.shared().writeValueAsString(Map.of("rounds", rounds, "why", reason));
        String path = choice.path(api) + "/rehearsals";
        if (dryRun) {
            return answer.dryRun(api.post(path + Answer.DRY_RUN, body));
        }
        JsonNode rehearsal = api.post(path, body, LIMIT);
        PrintWriter out = answer.people();
        print(rehearsal, out);
        answer.object(rehearsal);
        return rehearsal.path("held_up").isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static void print(JsonNode rehearsal, PrintWriter out) {
        out.println(rehearsal.path("rounds").asLong() + " rounds to "
                + rehearsal.path("to").asString(""));
        line(out, "writers were held", rehearsal.path("pause"));
        rehearsal.path("steps").properties().forEach(step -> line(out, "  " + step.getKey(), step.getValue()));
        rehearsal.path("held_up").forEach(what -> out.println("held up: " + what.asString("")));
        out.flush();
    }

    private static void line(PrintWriter out, String what, JsonNode spread) {
        out.println(String.format(
                Locale.ROOT,
                "%-48s p50 %.1f, p99 %.1f, max %.1f ms",
                what,
                spread.path("p50").asDouble(),
                spread.path("p99").asDouble(),
                spread.path("max").asDouble()));
    }
}
