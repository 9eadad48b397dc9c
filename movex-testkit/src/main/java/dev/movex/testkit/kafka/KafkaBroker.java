package dev.movex.testkit.kafka;

import dev.movex.testkit.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker, which is its own controller, in a process of its own on free ports of the loopback interface. Its
 * data are in a folder that stays the same when it is stopped or killed and started again, and goes with {@link #close}.
 * The process never outlives this one. Who uses it has {@code kafka_2.13} on its class path. Thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private KafkaBroker(Path folder, int port, int controllerPort) throws IOException {
        this.folder = folder;
        this.port = port;
        Properties properties = new Properties();
        properties.putAll(settings(port, controllerPort, data()));
        try (var out = Files.newBufferedWriter(file())) {
            properties.store(out, null);
        }
    }

    /** Starts a broker without topics. */
    public static KafkaBroker start() {
        try {
            Path base = Files.createDirectories(
                    Path.of(System.getProperty("java.io.tmpdir"), "movex-kafka-" + System.getProperty("user.name")));
            sweep(base);
            Path folder = Files.createTempDirectory(
                    base, "broker-" + ProcessHandle.current().pid() + "-");
            try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = one.getLocalPort();
                int controllerPort = two.getLocalPort();
                one.close();
                two.close();
                KafkaBroker broker = new KafkaBroker(folder, port, controllerPort);
                broker.restart();
                return broker;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(int port, int controllerPort, Path data) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", data.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "500"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"));
    }

    /** Deletes what processes that are gone have left behind. */
    private static void sweep(Path base) throws IOException {
        try (Stream<Path> folders = Files.list(base)) {
            for (Path folder : folders.toList()) {
                String[] parts = folder.getFileName().toString().split("-");
                if (parts.length == 3
                        && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty()) {
                    delete(folder);
                }
            }
        }
    }

    /** Returns what clients name as {@code bootstrap.servers}. */
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Returns a client for topics and groups; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers()));
    }

    /** Ends the broker as a crash does. */
    public synchronized void kill() {
        end(true);
    }

    /** Ends the broker in order. */
    public synchronized void stop() {
        end(false);
    }

    /** Lets the broker hang: it takes connections and answers nothing, until {@link #resume}. */
    public synchronized void suspend() {
        signal("-STOP");
    }

    /** Lets a suspended broker go on. */
    public synchronized void resume() {
        signal("-CONT");
    }

    private void signal(String which) {
        Process told = process;
        if (told == null) {
            throw new IllegalStateException("the broker does not run");
        }
        try {
            int code = new ProcessBuilder("kill", which, String.valueOf(told.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + which + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a broker was signalled", e);
        }
    }

    private void end(boolean forcibly) {
        Process ended = process;
        if (ended == null) {
            return;
        }
        try {
            if (forcibly) {
                ended.destroyForcibly();
            } else {
                ended.destroy();
            }
            if (!ended.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                ended.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** Starts the stopped or killed broker again, on the same ports and data, and waits until it answers. */
    public synchronized void restart() {
        try {
            Process started = JavaProgram.of(
                            List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                            BrokerMain.class,
                            file().toString(),
                            data().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            process = started;
            awaitAnswer(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a broker started", e);
        }
    }

    private void awaitAnswer(Process started) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try (Admin admin = admin()) {
            while (true) {
                try {
                    admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
                    return;
                } catch (ExecutionException | TimeoutException e) {
                    if (!started.isAlive() || System.nanoTime() > deadline) {
                        throw new IllegalStateException("the broker does not start:\n" + logTail(), e);
                    }
                }
            }
        }
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private Path file() {
        return folder.resolve("server.properties");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public synchronized void close() {
        end(true);
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
