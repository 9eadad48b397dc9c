package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the root, with stand-ins for Java and Maven, in a folder whose name has a space. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
final class LauncherTest {
    @TempDir
    Path folder;

    private Path root = Path.of("");
    private Path tools = Path.of("");

    /** What the launcher left. */
    private record Launch(int code, String out, String err) {}

    @BeforeEach
    void layTree() throws IOException {
        root = Files.createDirectories(folder.resolve("a checkout"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Files.copy(Path.of("..", "movex").toAbsolutePath().normalize(), root.resolve("movex"));
        executable(root.resolve("movex"));
        for (String file : List.of("pom.xml", "movex-cli/pom.xml", "movex-core/src/main/java/A.java")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), "");
        }
        Files.createDirectories(root.resolve(".mvn"));
        java(17);
        maven("mkdir -p movex-cli/target && touch movex-cli/target/movex-cli.jar");
    }

    @Test
    void buildsWhatIsMissingOnceAndHandsArgumentsOver() throws Exception {
        Launch first = launch("demo", "--name", "two words");
        assertThat(first.err()).contains("movex: building").contains("[1/2] Movex Core 1.0");
        assertThat(first.out()).contains("<demo>", "<--name>", "<two words>", "<-jar>");
        assertThat(first.code()).isEqualTo(42);

        assertThat(launch("demo").err()).isEmpty();
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        launch();
        Files.setLastModifiedTime(
                root.resolve("movex-core/src/main/java/A.java"), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(launch().err()).contains("movex: building");
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        launch();
        Files.delete(root.resolve("movex-core/src/main/java/A.java"));
        assertThat(launch().err()).contains("movex: building");
        assertThat(launch().err()).isEmpty();
    }

    @Test
    void aJarThatMavenAloneHasBuiltIsTaken() throws Exception {
        Files.createDirectories(root.resolve("movex-cli/target"));
        Files.writeString(root.resolve("movex-cli/target/movex-cli.jar"), "");
        assertThat(launch().err()).isEmpty();
    }

    @Test
    void aBuildThatFailsIsShownAndTriedAgain() throws Exception {
        maven("echo '[ERROR] it does not compile'; exit 1");
        Launch failed = launch();
        assertThat(failed.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(failed.err()).contains("[ERROR] it does not compile", "movex-build.log");
        assertThat(launch().code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        java(11);
        Launch launch = launch();
        assertThat(launch.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(launch.err()).contains("Java 17 or newer is needed", "which is Java 11", "JAVA_HOME");
    }

    @Test
    void anOldMavenIsNamed() throws Exception {
        script(tools.resolve("mvn"), "echo 'Apache Maven 3.6.3'");
        Launch launch = launch();
        assertThat(launch.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(launch.err()).contains("Maven 3.8.7 or newer is needed", "3.6.3");
    }

    @Test
    void worksThroughALinkOnThePath() throws Exception {
        launch();
        Path link = Files.createSymbolicLink(tools.resolve("movex"), root.resolve("movex"));
        assertThat(launch(link, "x").out()).contains("<x>");
    }

    /** A Java that tells its version, or prints its arguments and ends with 42. */
    private void java(int version) throws IOException {
        Path bin = Files.createDirectories(tools.resolve("jdk/bin"));
        script(
                bin.resolve("java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + ".0.1\"' >&2; exit 0; fi\n"
                        + "printf '<%s>\\n' \"$@\"\nexit 42");
        script(bin.resolve("javac"), "exit 0");
    }

    private void maven(String build) throws IOException {
        script(
                tools.resolve("mvn"),
                "case \"$*\" in *-v) echo 'Apache Maven 3.9.9'; exit 0;; esac\n"
                        + "echo '[INFO] Building Movex Core 1.0                          [1/2]'\nsleep 1\n" + build);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Launch launch(String... arguments) throws Exception {
        return launch(root.resolve("movex"), arguments);
    }

    private Launch launch(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", tools.resolve("jdk/bin") + ":" + tools + ":/usr/bin:/bin");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Launch(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
