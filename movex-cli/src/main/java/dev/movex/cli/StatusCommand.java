package dev.movex.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells where a migration stands. */
@Command(
        name = "status",
        description = {
            "Tells where a migration stands: state, auto-migrate and what holds it, tables with rates and what is left, journal,"
                    + " keys that may differ, error rates, counters, application processes with their breaker and oldest"
                    + " transactions, last errors, gates of the way on.",
            "A change of the primary waits for these transactions: member, thread, SQL without values, age."
        })
final class StatusCommand implements Callable<Integer> {
    private static final int LAST_ERRORS = 5;

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        HttpApi api = choice.api();
        String path = choice.path(api);
        JsonNode status = api.resource(path + "/status");
        JsonNode members = api.resource(path + "/members?limit=500").path("items");
        JsonNode counters = counters(api, path);
        print(status, members, counters, answer.people());
        ObjectNode all = ((ObjectNode) status).deepCopy();
        all.set("members", members);
        all.set("counters", counters);
        answer.object(all);
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
        auto(status, out);
        status.path("tables").forEach(table -> table(table, out));
        out.println("journal: " + stats.path("journal_rows").asLong() + " rows, the oldest "
                + stats.path("journal_age_ms").asLong() + " ms old; "
                + status.path("dirty_keys").asLong() + " keys may differ, repair gave up on "
                + stats.path("dead_letters").asLong());
        rates(status.path("rates"), out);
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
        status.path("pool_health").properties().stream()
                .filter(side -> !"ok".equals(side.getValue().asString("")))
                .forEach(side ->
                        out.println(side.getKey() + ": " + side.getValue().asString("")));
        status.path("last_errors")
                .valueStream()
                .limit(LAST_ERRORS)
                .forEach(error -> out.println("error at " + error.path("at").asString("") + " in "
                        + error.path("where").asString("") + ": "
                        + error.path("what").asString("")));
        gates(status.path("next_gates"), out);
        out.flush();
    }

    /** Tells what auto-migrate does, of the status or of an answer about it. */
    static void auto(JsonNode answer, PrintWriter out) {
        JsonNode walk = answer.has("walk") ? answer.path("walk") : answer.path("auto_migrate");
        if (walk.isObject()) {
            String paused = walk.path("paused").asString("");
            String holder = walk.path("holder").asString("");
            out.println("auto-migrate until " + walk.path("until").asString("") + ", asked for by "
                    + walk.path("who").asString("")
                    + (holder.isEmpty() ? ", driven by nobody" : ", driven by process " + holder)
                    + (paused.isEmpty() ? "" : "; paused: " + paused));
        } else {
            out.println("auto-migrate is not asked for");
        }
        if (answer.path("hold").isString()) {
            out.println("held: " + answer.path("hold").asString(""));
        }
        if (answer.path("demoted").isString()) {
            out.println("went back by itself: " + answer.path("demoted").asString(""));
        }
    }

    private static void table(JsonNode table, PrintWriter out) {
        long estimate = table.path("estimated_rows").asLong(-1);
        String left = table.path("seconds_left").isNumber()
                ? String.format(
                        Locale.ROOT,
                        ", about %.0f s left",
                        table.path("seconds_left").asDouble())
                : "";
        String throttled = table.path("throttled").asString("");
        out.println(String.format(
                Locale.ROOT,
                "table %s: %s, %d%s rows, %.0f a second%s%s",
                table.path("table").asString(""),
                table.path("phase").asString(""),
                table.path("rows").asLong(),
                estimate < 0 ? "" : " of about " + estimate,
                table.path("rows_per_second").asDouble(),
                left,
                throttled.isEmpty() ? "" : "; waits: " + throttled));
    }

    private static void rates(JsonNode rates, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "last window: %d transactions wrote both sides, failed on the secondary %.2f %%, met fewer rows there"
                        + " %.2f %%, failed on the primary %.2f %%",
                rates.path("transactions").asLong(),
                rates.path("secondary_errors").asDouble() * 100,
                rates.path("mismatches").asDouble() * 100,
                rates.path("primary_errors").asDouble() * 100));
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
                "member %s: %s, epoch %d, %s, %d transactions open, breaker %s%s",
                member.path("id").asString(""),
                member.path("pattern").asString(""),
                member.path("epoch").asLong(),
                member.path("gone").asBoolean()
                        ? "gone"
                        : "heard of " + member.path("last_seen_ms").asLong() + " ms ago",
                member.path("open_transactions").asInt(),
                member.path("breaker").asString("unknown"),
                journal(member)));
        member.path("reach").properties().stream()
                .filter(side -> !"ok".equals(side.getValue().asString("")))
                .forEach(side -> out.println(
                        "  " + side.getKey() + ": " + side.getValue().asString("")));
        for (JsonNode open : member.path("oldest")) {
            out.println("  open for " + open.path("age_ms").asLong() + " ms, thread "
                    + open.path("thread").asString("") + ", epoch "
                    + open.path("epoch").asLong() + ": "
                    + open.path("sql").asString(""));
        }
    }

    private static String journal(JsonNode member) {
        long rows = member.path("journal_rows").asLong(-1);
        return rows < 0
                ? ""
                : ", sees " + rows + " rows in the journal, the oldest "
                        + member.path("journal_age_ms").asLong() + " ms old";
    }

    static void gates(JsonNode gates, PrintWriter out) {
        gates.forEach(gate -> out.println((gate.path("passed").asBoolean() ? "pass  " : "FAIL  ")
                + gate.path("gate").asString("") + ": " + gate.path("reason").asString("")));
    }
}
