package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MovexCliTest {
    @TempDir
    Path folder;

    @Test
    void helpNamesSubcommandsAndExitCodes() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("preflight", "uninstall", "Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void versionIsPrinted() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("movex ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nosuch", "--nosuch", "uninstall", "preflight", "uninstall --force="})
    void aCommandLineThatCannotBeUnderstoodEndsWithUsage(String line) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("error:   USAGE", "problem: ", "remedy:  See movex")
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/shop?user=a&password=hush",
                "jdbc:postgresql://localhost/shop?PASSWORD=hush",
                "jdbc:postgresql://somebody:hush@localhost/shop"
            })
    void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
        CommandRun run = CommandRun.of("uninstall", "--source-url", url, "--source-user", "somebody");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("MOVEX_SOURCE_PASSWORD").doesNotContain("hush");
    }

    @Test
    void aDatabaseOfUnknownKindIsRefused() {
        CommandRun run = CommandRun.of("uninstall", "--target-url", "jdbc:nosuch://x", "--target-user", "a");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--target-url must look like jdbc:postgresql://");
    }

    @Test
    void aServerThatDoesNotAnswerEndsWithEnvironmentAndNoStackTrace() {
        CommandRun run = unreachable();
        assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .contains("error:   SOURCE_UNREACHABLE", "problem: ", "remedy:  ")
                .doesNotContain("\tat ");
    }

    @Test
    void verboseShowsTheStackTrace() {
        CommandRun run = unreachable("--verbose");
        assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("\tat ");
    }

    @Test
    void aPasswordFileThatIsMissingIsNamed() {
        CommandRun run =
                unreachable("--source-password-file", folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .contains("error:   PASSWORD_FILE", folder.resolve("none").toString());
    }

    private CommandRun unreachable(String... more) {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"uninstall", "--source-url", "jdbc:postgresql://127.0.0.1:1/shop", "--source-user", "a"},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return CommandRun.of(arguments);
    }

    /** A new command has to have a dry run, or to be named here as one that changes no migration. */
    @Test
    void everyCommandThatChangesSomethingCanBeAskedWithoutDoingIt() {
        Set<String> looks = Set.of(
                "preflight",
                "audit",
                "audit-trail",
                "grants",
                "forecast",
                "alerts",
                "report",
                "status",
                "demo",
                "bench");
        Map<String, String> otherwise =
                Map.of("serve", "--check", "schema", "--apply", "ddl", "--yes", "uninstall", "--yes");
        MovexCli.commandLine().getSubcommands().forEach((name, command) -> {
            if (!looks.contains(name)) {
                String option = otherwise.getOrDefault(name, "--dry-run");
                assertThat(command.getCommandSpec().optionsMap()).as(name).containsKey(option);
            }
        });
    }

    @Test
    void loggingDoesNotTouchStandardOutput() throws Exception {
        String configuration = Files.readString(
                Path.of(MovexCli.class.getResource("/logback.xml").toURI()));
        assertThat(configuration).contains("System.err").doesNotContain("System.out");
    }
}
