package dev.movex.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
    @Mixin
    private MigrationChoice choice = new MigrationChoice();

    @Option(names = "--reason", required = true, description = "Why; kept in the audit trail.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Change nothing.")
    private boolean dryRun;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        HttpApi api = choice.api();
        String path = choice.path(api) + "/abort";
        String body = JsonMapper.shared().writeValueAsString(Map.of("why", reason));
        if (dryRun) {
            return answer.dryRun(api.post(path + Answer.DRY_RUN, body));
        }
        JsonNode auto = api.post(path, body);
        PrintWriter out = answer.people();
        StatusCommand.auto(auto, out);
        answer.object(auto);
        return ExitCode.OK;
    }
}
