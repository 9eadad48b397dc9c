package dev.movex.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HaltedJvmTest {
    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void theNextStartEndsTheServerOfAHaltedJvm(ServerKind kind) throws IOException, InterruptedException {
        assumeTrue(kind.unavailable().isEmpty(), () -> kind.unavailable().orElseThrow());
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Halts.class.getName(),
                        kind.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .trim()
                .split("\\|", 2);
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        ProcessHandle server = ProcessHandle.of(Long.parseLong(said[0])).orElseThrow();
        assertThat(server.isAlive()).isTrue();
        ServerHome.sweep(kind);
        // whoever adopted the process may still have to take note of its end
        await().atMost(Duration.ofSeconds(20)).until(() -> !server.isAlive());
        assertThat(Files.exists(Path.of(said[1]))).isFalse();
    }

    /** Starts a server and ends without any clean-up. */
    static final class Halts {
        private Halts() {}

        public static void main(String[] arguments) throws IOException {
            switch (ServerKind.valueOf(arguments[0])) {
                case POSTGRESQL -> {
                    Path folder = EmbeddedPostgresServer.builder()
                            .durable(false)
                            .start()
                            .folder();
                    say(
                            ServerControl.process(folder.resolve("data"))
                                    .orElseThrow()
                                    .pid(),
                            folder);
                }
                case MARIADB -> say(EmbeddedMariaDbServer.builder().start());
                case MYSQL -> say(EmbeddedMySqlServer.builder().start());
            }
            Runtime.getRuntime().halt(1);
        }

        private static void say(MySqlFamilyServer server) throws IOException {
            String pid = Files.readString(server.folder().resolve("server.pid")).trim();
            say(Long.parseLong(pid), server.folder());
        }

        private static void say(long pid, Path folder) {
            System.out.println(pid + "|" + folder);
            System.out.flush();
        }
    }
}
