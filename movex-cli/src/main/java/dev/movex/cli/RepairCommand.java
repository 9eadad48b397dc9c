package dev.movex.cli;

import java.util.ArrayList;
import java.util.Arrays;
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
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Lists rows that repair gave up on, tries them again, and repairs rows by their keys. */
@Command(
        name = "repair",
        description = {
            "Lists the rows that repair gave up on, with the reasons; docs/repair.md explains them.",
            "With --retry hands them to repair again. With --table and --key repairs these rows. With --dry-run says what that"
                    + " would do. The side that is the primary is never changed."
        },
        footer = "%nThe exit code is 1 if rows are left that repair gave up on.")
final class RepairCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Option(names = "--retry", description = "Hand all rows that repair gave up on to it again.")
    private boolean retry;

    @Option(names = "--table", paramLabel = "TABLE", description = "The table of the keys, as the report names it.")
    private @Nullable String table;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "A key to repair; of several columns, their values with commas between, or a JSON list.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "Say what a repair of the keys, or --retry, would do, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--undo-name",
            paramLabel = "NAME",
            description = "Keep what is overwritten under this name, so that it can be put back.")
    private String undo = "";

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        boolean named = table != null;
        if (named == keys.isEmpty() || (dryRun && !named && !retry) || (retry && named)) {
            throw new ParameterException(
                    spec.commandLine(), "Give --table with --key, or --retry, or neither to see the list.");
        }
        HttpApi api = choice.api();
        String path = choice.path(api) + "/repairs";
        if (table != null) {
            return print(api.post(path, body(table)), "rows", "outcome");
        }
        if (retry && dryRun) {
            return answer.dryRun(api.post(path + "/retry" + Answer.DRY_RUN, ""));
        }
        if (retry) {
            JsonNode retried = api.post(path + "/retry", "");
            answer.people()
                    .println(retried.path("retried").asLong() + " rows are tried again; look at the list by and by.");
            answer.object(retried);
            return ExitCode.OK;
        }
        return print(deadLetters(api, path), "items", "type");
    }

    private String body(String ofTable) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("table", ofTable);
        body.put("keys", keys.stream().map(RepairCommand::key).toList());
        body.put("dry_run", dryRun);
        body.put("undo", undo);
        return JsonMapper.shared().writeValueAsString(body);
    }

    private static List<String> key(String written) {
        if (written.startsWith("[")) {
            List<String> parts = new ArrayList<>();
            JsonMapper.shared().readTree(written).forEach(part -> parts.add(part.asString()));
            return parts;
        }
        return Arrays.asList(written.split(",", -1));
    }

    /** Page by page. */
    private static JsonNode deadLetters(HttpApi api, String path) {
        ArrayNode items = JsonMapper.shared().createArrayNode();
        String next = "";
        do {
            JsonNode page = api.resource(path + "/dead-letters?limit=500" + (next.isEmpty() ? "" : "&cursor=" + next));
            page.path("items").forEach(items::add);
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        return JsonMapper.shared().createObjectNode().set("items", items);
    }

    private int print(JsonNode rows, String list, String what) {
        boolean left = false;
        for (JsonNode row : rows.path(list)) {
            String outcome = row.path(what).asString("");
            String reason = row.path("reason").asString("");
            List<String> columns = new ArrayList<>();
            row.path("columns").forEach(column -> columns.add(column.asString()));
            answer.people()
                    .println(row.path("table").asString("") + " " + row.path("key") + " " + outcome
                            + (columns.isEmpty() ? "" : " (" + String.join(", ", columns) + ")")
                            + (reason.isEmpty() ? "" : ": " + reason)
                            + (row.has("times")
                                    ? " (" + row.path("times").asInt() + " times since "
                                            + row.path("since").asString("") + ")"
                                    : ""));
            left |= !reason.isEmpty();
        }
        if (rows.path(list).isEmpty()) {
            answer.people().println("Repair has given up on no row.");
        }
        answer.object(rows);
        return left ? ExitCode.NEGATIVE : ExitCode.OK;
    }
}
