package dev.movex.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** Prints what a command would do, or what has come of it. */
final class DryRunPrinter {
    /** What is added to a path so that nothing is done. */
    static final String ASK = "?dry_run=true";

    private DryRunPrinter() {}

    /** Prints a dry run; returns the exit code: 1 if the command would be refused. */
    static int print(JsonNode dryRun, CommandSpec spec, boolean json) {
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        String refusal = dryRun.path("refusal").asString("");
        out.println(dryRun.path("what").asString("") + ": "
                + (refusal.isEmpty() ? "nothing was changed" : "would be refused. " + refusal));
        StatusCommand.gates(dryRun.path("gates"), out);
        dryRun.path("steps").forEach(step -> out.println("would: " + step.asString("")));
        out.flush();
        machines(dryRun, spec, json);
        return dryRun.path("possible").asBoolean() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    /** Prints the last line for machines. */
    static void machines(JsonNode answer, CommandSpec spec, boolean json) {
        if (json) {
            spec.commandLine().getOut().println(answer);
            spec.commandLine().getOut().flush();
        }
    }
}
