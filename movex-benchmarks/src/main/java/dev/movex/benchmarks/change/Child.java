package dev.movex.benchmarks.change;

import dev.movex.testkit.process.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java process, on the class path of this one, and the line to it. */
final class Child implements AutoCloseable {
    private static final int CONNECT_MILLIS = 120_000;
    private static final int END_SECONDS = 20;

    private final Process process;
    private final Line line;

    private Child(Process process, Line line) {
        this.process = process;
        this.line = line;
    }

    /** Starts a process and gives it its job. */
    static Child start(Class<?> main, Job job) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(CONNECT_MILLIS);
            File errors = Path.of(job.logs(), job.name() + "-" + job.number() + ".err")
                    .toFile();
            Process process = JavaProgram.of(
                            List.of("-Xmx128m", "-Duser.timezone=" + System.getProperty("user.timezone", "UTC")),
                            main,
                            String.valueOf(server.getLocalPort()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(errors)
                    .start();
            try {
                Line line = new Line(server.accept());
                line.send(job);
                return new Child(process, line);
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    Line line() {
        return line;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Ends the process as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends the process a signal by its name, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** A process ends when its line does. */
    @Override
    public void close() throws IOException, InterruptedException {
        line.close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
