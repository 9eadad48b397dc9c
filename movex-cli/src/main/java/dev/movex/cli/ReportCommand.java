package dev.movex.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Tells what is known of each table of a migration. */
@Command(
        name = "report",
        description = "Tells what is known of each table: its copy, the last validation that looked at it, repairs.",
        footer =
                "%nThe exit code is 1 if a table is not proven equal: its copy is not proven, no validation has looked at"
                        + " it, the last one found something, or repair gave up on rows.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        HttpApi api = choice.api();
        JsonNode report = api.resource(choice.path(api) + "/report");
        PrintWriter out = answer.people();
        out.println("migration " + text(report, "migration") + ", " + text(report, "state") + ", epoch "
                + report.path("epoch").asLong());
        boolean equal = true;
        for (JsonNode table : report.path("tables")) {
            equal &= print(table, out);
        }
        out.println(equal ? "Every table is proven equal." : "Not every table is proven equal.");
        answer.object(report);
        return equal ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static boolean print(JsonNode table, PrintWriter out) {
        JsonNode copy = table.path("copy");
        JsonNode found = table.path("validation");
        out.println("table " + text(table, "table"));
        out.println("  copy: "
                + (copy.isObject()
                        ? copy.path("rows").asLong() + " rows from " + text(copy, "base") + ", "
                                + (copy.path("proven").asBoolean() ? "proven" : "not proven") + ", "
                                + copy.path("repaired").asLong() + " repaired, " + text(copy, "started") + " to "
                                + text(copy, "ended")
                        : "none"));
        if (!found.isObject()) {
            out.println("  validation: none");
        } else {
            out.println("  " + text(found, "kind") + " validation " + text(found, "run") + ", base "
                    + text(found, "base") + ", " + text(found, "end") + ", " + text(found, "started") + " to "
                    + text(found, "ended"));
            out.println("    compared " + found.path("compared").asLong() + ", equal "
                    + found.path("equal").asLong() + ", suspects "
                    + found.path("suspects").asLong() + ", confirmed "
                    + found.path("confirmed") + ", pending "
                    + found.path("pending").asLong());
            out.println("    digests " + text(found, "source_digest") + " and " + text(found, "target_digest"));
            found.path("compared_in_java")
                    .properties()
                    .forEach(c -> out.println("    " + c.getKey() + " was compared in Java: "
                            + c.getValue().asString("")));
            found.path("declared_forms")
                    .properties()
                    .forEach(c -> out.println("    " + c.getKey() + " was compared as declared: "
                            + c.getValue().asString("")));
            found.path("not_compared")
                    .properties()
                    .forEach(c -> out.println("    " + c.getKey() + " was not compared: "
                            + c.getValue().asString("")));
        }
        out.println("  repaired " + table.path("repaired").asLong() + ", given up "
                + table.path("dead_letters").asLong());
        return copy.path("proven").asBoolean()
                && text(found, "end").equals("complete")
                && found.path("confirmed").isEmpty()
                && table.path("dead_letters").asLong() == 0;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
