package dev.movex.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Says how what the application sends is mirrored, and what of it is denied while two databases are written. */
@Command(
        name = "audit",
        description = "Says how what the application sends is mirrored, and what of it would be denied.",
        footer = "%nThe exit code is 1 if a statement is denied.")
final class AuditCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080/movex",
            description = "Where the HTTP API is mounted; ${DEFAULT-VALUE} if not given.")
    private String url = "";

    @Mixin
    private ApiToken token = new ApiToken();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "How many texts to print at most; denied ones are all printed. ${DEFAULT-VALUE} if not given.")
    private int limit;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        JsonNode audit = new HttpApi(url, token.read()).get("/audit");
        PrintWriter out = answer.people();
        print(audit, out);
        answer.object(audit);
        return audit.path("denied").asLong() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private void print(JsonNode audit, PrintWriter out) {
        List<String> shares = new ArrayList<>();
        audit.path("shares")
                .properties()
                .forEach(share -> shares.add(String.format(
                        Locale.ROOT,
                        "%s %.1f %%",
                        share.getKey(),
                        100 * share.getValue().asDouble())));
        out.println("shares: " + String.join(", ", shares));
        int printed = 0;
        for (JsonNode text : audit.path("statements")) {
            boolean denied = text.path("class").asString("").equals("denied");
            if (denied || printed < limit) {
                printText(text, out);
                printed++;
            }
        }
        long left = audit.path("statements").size()
                - (long) printed
                + audit.path("dropped").asLong();
        if (left > 0) {
            out.println("and " + left + " more; see --limit and --json");
        }
        out.flush();
    }

    private static void printText(JsonNode text, PrintWriter out) {
        List<String> tables = new ArrayList<>();
        text.path("tables").forEach(table -> tables.add(table.asString("")));
        out.printf(
                "%-19s %6d x  %s%n",
                text.path("class").asString(""),
                text.path("count").asLong(),
                text.path("sql").asString(""));
        out.println("    " + text.path("reason").asString("")
                + (tables.isEmpty() ? "" : " (" + String.join(", ", tables) + ")"));
    }
}
