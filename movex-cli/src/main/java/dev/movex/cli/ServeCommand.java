package dev.movex.cli;

import dev.movex.server.ControlPlane;
import dev.movex.server.config.ServeConfig;
import dev.movex.server.config.ServeConfigReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the stand-alone control plane until it is told to end. */
@Command(
        name = "serve",
        description = "Runs the control plane that a file describes: migrations of applications in other processes, and"
                + " the HTTP API to steer them by.",
        footer = {"", "docs/server.md tells every key of the file."})
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration, in YAML.")
    private @Nullable Path file;

    @Option(
            names = "--check",
            description = "Read the configuration, print what takes effect with secrets masked, and end.")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "-c is needed: the configuration.");
        }
        ServeConfigReader reader = new ServeConfigReader(file, System.getenv());
        ServeConfig config = reader.read();
        PrintWriter out = spec.commandLine().getOut();
        if (check) {
            reader.effective().forEach((key, value) -> out.println(key + ": " + value));
            out.flush();
            return ExitCode.OK;
        }
        serve(config, spec.commandLine().getErr());
        return ExitCode.OK;
    }

    private static void serve(ServeConfig config, PrintWriter err) throws InterruptedException {
        try (EndSignal end = new EndSignal();
                ControlPlane plane = ControlPlane.start(config)) {
            err.println("serving " + config.migrations().size() + " migration(s) at "
                    + plane.server().apiUrl() + ", meters at " + plane.server().metricsUrl());
            err.flush();
            end.await();
            err.println("ending");
            err.flush();
        }
    }
}
