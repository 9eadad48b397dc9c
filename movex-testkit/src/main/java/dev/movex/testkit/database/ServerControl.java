package dev.movex.testkit.database;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server's own control program, run on one data directory. Thread-safe: it keeps no state. */
final class ServerControl {
    private static final String PROGRAM = "/bin/postgres";
    private static final long LIMIT_SECONDS = 90;

    private final Path binaries;
    private final Path data;
    private final Path log;

    private ServerControl(Path binaries, Path data, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
    }

    /** Returns the control program of a directory whose server was started before. */
    static ServerControl of(Path data, Path log) throws IOException {
        String started = Files.readString(data.resolve("postmaster.opts"));
        int end = started.indexOf(PROGRAM);
        if (end < 0) {
            throw new IOException("no program named in postmaster.opts of " + data);
        }
        return new ServerControl(Path.of(started.substring(0, end), "bin"), data, log);
    }

    static void stopIfRunning(Path data, Path log) throws IOException {
        if (process(data).isPresent()) {
            of(data, log).stop("immediate");
        }
    }

    /** Returns the running server process of a data directory. */
    static Optional<ProcessHandle> process(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("").endsWith(PROGRAM));
    }

    void start(String options) throws IOException {
        run("start", "-w", "-t", String.valueOf(LIMIT_SECONDS - 10), "-l", log.toString(), "-o", options);
    }

    /** Ends the server: {@code fast} writes a checkpoint, {@code immediate} is a crash that needs recovery. */
    void stop(String mode) throws IOException {
        run("stop", "-w", "-t", String.valueOf(LIMIT_SECONDS - 10), "-m", mode);
    }

    private void run(String action, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // the server refuses to run as root
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binaries.resolve("pg_ctl").toString(), action, "-D", data.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await(process, action);
    }

    private void await(Process process, String action) throws IOException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("pg_ctl " + action + " did not end in " + LIMIT_SECONDS + " s on " + data);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during pg_ctl " + action + " on " + data, e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("pg_ctl " + action + " failed on " + data + ", see " + log);
        }
    }
}
