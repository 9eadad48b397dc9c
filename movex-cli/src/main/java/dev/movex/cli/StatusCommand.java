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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells where a migration stands. */
@Command(
        name = "status",
        description = {
            "Tells where a migration stands: state, gates of the way on, journal, counters, application processes with their"
                    + " oldest transactions.",
            "A change of the primary waits for these transactions: member, thread, SQL without values, age."
        })
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
        String path = choice.path(api);
        JsonNode status = api.resource(path + "/status");
        JsonNode members = api.resource(path + "/members?limit=500").path("items");
        JsonNode counters = counters(api, path);
        print(
                status,
                members,
                counters,
                json ? spec.commandLine().getErr() : spec.commandLine().getOut());
        if (json) {
            ObjectNode all = ((ObjectNode) status).deepCopy();
            all.set("members", members);
            all.set("counters", counters);
            spec.commandLine().getOut().println(all);
            spec.commandLine().getOut().flush();
        }
        return ExitCode.OK;
    }

    /** Both databases must answer to tell; the rest of the status needs none of them. */
    private static JsonNode counters(HttpApi api, String path) {
        try {
            return api.resource(path + "/counters?limit=500").path("items");
        } catch (RefusedException e) {
            return JsonNodeFactory.instance.arrayNode();
        }
    }

    private static void print(JsonNode status, JsonNode members, JsonNode counters, PrintWriter out) {
        JsonNode stats = status.path("migration_stats");
        out.println(status.path("current_state").asString("") + ", epoch "
                + status.path("epoch").asLong() + ", running: " + status.path("activity"));
        if (status.path("hold").isString()) {
            out.println("held: " + status.path("hold").asString(""));
        }
        out.println("journal: " + stats.path("journal_rows").asLong() + " rows, the oldest "
                + stats.path("journal_age_ms").asLong() + " ms old");
        if (status.path("change_log").isObject()) {
            log(status.path("change_log"), out);
        }
        for (JsonNode counter : counters) {
            out.println("counter " + counter.path("counter").asString("") + ": source "
                    + counter.path("source").asLong() + ", target "
                    + counter.path("target").asLong()
                    + ", the secondary is " + counter.path("ahead").asLong() + " ahead; a change leaves out "
                    + counter.path("headroom").asLong());
        }
        for (JsonNode member : members) {
            member(member, out);
        }
        gates(status.path("next_gates"), out);
        out.flush();
    }

    private static void log(JsonNode log, PrintWriter out) {
        String fault = log.path("fault").asString("");
        String read = log.path("lag_seconds").isNumber()
                ? String.format(
                        Locale.ROOT,
                        "read up to %.1f s ago",
                        log.path("lag_seconds").asDouble())
                : "not read up to its start yet";
        out.println("change log of " + log.path("side").asString("") + ": " + (fault.isEmpty() ? read : fault) + ", "
                + log.path("followed").asLong() + " keys followed");
    }

    private static void member(JsonNode member, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "member %s: %s, epoch %d, %s, %d transactions open",
                member.path("id").asString(""),
                member.path("pattern").asString(""),
                member.path("epoch").asLong(),
                member.path("gone").asBoolean()
                        ? "gone"
                        : "heard of " + member.path("last_seen_ms").asLong() + " ms ago",
                member.path("open_transactions").asInt()));
        for (JsonNode open : member.path("oldest")) {
            out.println("  open for " + open.path("age_ms").asLong() + " ms, thread "
                    + open.path("thread").asString("") + ", epoch "
                    + open.path("epoch").asLong() + ": "
                    + open.path("sql").asString(""));
        }
    }

    static void gates(JsonNode gates, PrintWriter out) {
        gates.forEach(gate -> out.println((gate.path("passed").asBoolean() ? "pass  " : "FAIL  ")
                + gate.path("gate").asString("") + ": " + gate.path("reason").asString("")));
    }
}
