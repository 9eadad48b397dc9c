package dev.movex.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints rules for Prometheus. */
@Command(
        name = "alerts",
        description = {
            "Prints rules for Prometheus over Movex's meters; write them to a file that its rule_files names.",
            "What each meter tells is in docs/metrics.md."
        })
final class AlertsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(AlertRules.file());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
