package dev.movex.testkit.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The process of a MariaDB or MySQL server on one data folder. Not thread-safe. */
final class MySqlFamilyProcess {
    private static final long LIMIT_SECONDS = 90;
    private static final String PID = "server.pid";

    private final List<String> command;
    private final ServerHome home;
    private @Nullable Process process;

    private MySqlFamilyProcess(List<String> command, ServerHome home) {
        this.command = List.copyOf(command);
        this.home = home;
    }

    /**
     * Prepares a process on a fresh copy of the data of a server that has never run.
     *
     * @param greeting statements that each start runs, one in a line
     */
    static MySqlFamilyProcess on(
            ServerHome home, ServerKind kind, ServerBinaries binaries, List<String> options, List<String> greeting)
            throws IOException {
        Path template = ServerHome.shared(
                kind,
                "template-" + binaries.version(),
                folder -> binaries.initialise(Files.createDirectory(folder.resolve("data"))));
        copy(template.resolve("data"), home.data());
        Files.write(home.folder().resolve("greeting.sql"), greeting);
        List<String> command = new ArrayList<>(binaries.command());
        command.add(dataOption(home.folder()));
        command.addAll(user());
        command.addAll(List.of(
                "--init-file=" + home.folder().resolve("greeting.sql"),
                "--socket=" + home.folder().resolve("s"),
                "--tmpdir=" + home.folder(),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--pid-file=" + home.folder().resolve(PID)));
        command.addAll(options);
        return new MySqlFamilyProcess(command, home);
    }

    /** Returns the option without which the server refuses to run as root. */
    static List<String> user() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    /** Ends the server that a halted JVM has left behind. */
    static void endLeftOver(Path folder) throws IOException {
        Path file = folder.resolve(PID);
        if (!Files.exists(file)) {
            return;
        }
        String pid = Files.readString(file).trim();
        if (pid.isEmpty()) {
            return;
        }
        ProcessHandle left = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
        if (left != null && runsOn(left, folder)) {
            left.destroyForcibly();
            await(left.onExit(), "the server with process id " + pid);
        }
    }

    /** Tells a server from a process that was given its id later. */
    private static boolean runsOn(ProcessHandle process, Path folder) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return List.of(arguments).contains(dataOption(folder));
    }

    private static String dataOption(Path folder) {
        return "--datadir=" + folder.resolve("data");
    }

    void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()))
                .start();
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    Optional<ProcessHandle> running() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::toHandle);
    }

    /** Lets a moment pass, or less if the process ends. Returns whether it still runs. */
    boolean waitAMoment() throws IOException {
        Process awaited = process;
        if (awaited == null) {
            return false;
        }
        try {
            return !awaited.waitFor(30, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server started", e);
        }
    }

    /** Ends the server in order. */
    void stop() throws IOException {
        Process ended = process;
        if (ended != null) {
            ended.destroy();
            await(ended.onExit(), home.folder().toString());
        }
    }

    /** Ends the server as a crash does. */
    void kill() throws IOException {
        Process ended = process;
        if (ended != null) {
            ended.destroyForcibly();
            await(ended.onExit(), home.folder().toString());
        }
    }

    static void awaitEnd(Process process, String name) throws IOException {
        await(process.onExit(), name);
        if (process.exitValue() != 0) {
            throw new IOException(name + " failed with exit code " + process.exitValue());
        }
    }

    private static void await(CompletableFuture<?> exit, String name) throws IOException {
        try {
            exit.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while this should end: " + name, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("did not end in " + LIMIT_SECONDS + " s: " + name, e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
