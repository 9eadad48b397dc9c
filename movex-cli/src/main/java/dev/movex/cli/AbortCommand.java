package dev.movex.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives a migration up. */
@Command(
        name = "abort",
        description = {
            "Gives a migration up: ends what runs and walks back to src_only by itself, through the gates of the way back. Where"
                    + " the source has missed writes it copies and validates home first.",
            "'movex status' tells how far it has come; then 'movex uninstall' removes what Movex has put into the databases."
        },
        footer = "%nThe exit code is 1 if it was refused or, with --dry-run, would be.")
final class AbortCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Option(names = "--reason", required = true, description = "Why; kept in the audit trail.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object on the last line of stdout.")
    private boolean json;

    @Override
    public Integer call() {
        HttpApi api = choice.api();
        String path = choice.path(api) + "/abort";
        String body = JsonMapper.shared().writeValueAsString(Map.of("why", reason));
        if (dryRun) {
            return DryRunPrinter.print(api.post(path + DryRunPrinter.ASK, body), spec, json);
        }
        JsonNode auto = api.post(path, body);
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        StatusCommand.auto(auto, out);
        out.flush();
        DryRunPrinter.machines(auto, spec, json);
        return ExitCode.OK;
    }
}
