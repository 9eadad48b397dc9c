package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("MOVEX_SOURCE_PASSWORD", "from environment");

    @TempDir
    Path folder;

    @Test
    void theFileComesFirst() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "from file\nnot this\n");
        assertThat(new Passwords(ENVIRONMENT, null).of(Side.SRC, file)).isEqualTo("from file");
    }

    @Test
    void thenTheEnvironmentOfTheSide() {
        Passwords passwords = new Passwords(ENVIRONMENT, question -> "typed at " + question);
        assertThat(passwords.of(Side.SRC, null)).isEqualTo("from environment");
        assertThat(passwords.of(Side.DST, null)).isEqualTo("typed at Password of the target: ");
    }

    @Test
    void nobodyToAskMeansNone() {
        assertThat(new Passwords(Map.of(), null).of(Side.DST, null)).isEmpty();
    }
}
