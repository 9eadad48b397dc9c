package dev.movex.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HaltedJvmTest {
    @Test
    void theNextStartEndsTheServerOfAHaltedJvm() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Halts.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path folder = Path.of(new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ServerControl.process(folder.resolve("data"))).isPresent();
        ServerHome.sweep();
        assertThat(Files.exists(folder)).isFalse();
    }

    /** Starts a server and ends without any clean-up. */
    static final class Halts {
        private Halts() {}

        public static void main(String[] arguments) {
            EmbeddedPostgresServer server =
                    EmbeddedPostgresServer.builder().durable(false).start();
            System.out.println(server.folder());
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }
}
