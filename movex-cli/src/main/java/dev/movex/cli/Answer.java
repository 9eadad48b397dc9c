package dev.movex.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Where a command's answer goes: told to people, and as one JSON object on the last line of stdout if that is asked for. */
final class Answer {
    /** What is added to a path so that nothing is done. */
    static final String DRY_RUN = "?dry_run=true";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object on the last line of stdout.")
    private boolean json;

    /** Returns where people read: stdout, or stderr if that is for the object. */
    PrintWriter people() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    /** Prints the object, if it is asked for, after what people read. */
    void object(Object answer) {
        people().flush();
        if (json) {
            spec.commandLine().getOut().println(answer);
            spec.commandLine().getOut().flush();
        }
    }

    /** Prints a dry run; returns the exit code: 1 if the command would be refused. */
    int dryRun(JsonNode dryRun) {
        PrintWriter out = people();
        String refusal = dryRun.path("refusal").asString("");
        out.println(dryRun.path("what").asString("") + ": "
                + (refusal.isEmpty() ? "nothing was changed" : "would be refused. " + refusal));
        StatusCommand.gates(dryRun.path("gates"), out);
        dryRun.path("steps").forEach(step -> out.println("would: " + step.asString("")));
        object(dryRun);
        return dryRun.path("possible").asBoolean() ? ExitCode.OK : ExitCode.NEGATIVE;
    }
}
