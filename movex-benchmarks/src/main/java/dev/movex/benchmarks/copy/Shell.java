package dev.movex.benchmarks.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs command lines of a peer beside each other. Passwords go by the environment. */
final class Shell {
    private static final long LIMIT_MINUTES = 60;

    /** A group of its own: a tool that fails may end all processes of its group, the servers among them. */
    private static final List<String> APART =
            Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid", "-w") : List.of();

    private Shell() {}

    /** Returns whether a program is installed. */
    static boolean installed(String program) throws IOException, InterruptedException {
        return run(List.of("command -v " + program), Map.of()) == 0;
    }

    /** Runs the lines at once; returns the first exit code that is not 0. */
    static int run(List<String> lines, Map<String, String> environment) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        int code = 0;
        try {
            for (String line : lines) {
                List<String> command = new ArrayList<>(APART);
                command.addAll(List.of("bash", "-o", "pipefail", "-c", line));
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
                builder.environment().putAll(environment);
                processes.add(builder.start());
            }
            for (Process process : processes) {
                boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
                int one = ended ? process.exitValue() : -1;
                code = code == 0 ? one : code;
            }
        } finally {
            for (Process process : processes) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        return code;
    }
}
