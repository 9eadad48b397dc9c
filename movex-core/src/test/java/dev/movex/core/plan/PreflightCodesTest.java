package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documented table of codes names all that preflight and the schema command report, and nothing else. */
class PreflightCodesTest {
    private static final Path MAIN = Path.of("src/main/java/dev/movex/core");
    private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    /** What looks like a code and is none of a finding: words of the servers, codes of exceptions. */
    private static final Set<String> OTHERS =
            Set.of("CURRENT_TIMESTAMP", "DEFAULT_GENERATED", "SCHEMA_STATEMENT_FAILED", "SESSIONS_HIDDEN");

    private static Set<String> all(String text, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void everyCodeIsDocumentedAndEveryDocumentedCodeExists() throws IOException {
        Set<String> used = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> schema = Files.list(MAIN.resolve("schema"))) {
            files = Stream.concat(
                            schema,
                            Stream.of(
                                    MAIN.resolve("plan/Preflight.java"),
                                    MAIN.resolve("plan/PlanReader.java"),
                                    MAIN.resolve("dialect/MySqlServerCheck.java"),
                                    MAIN.resolve("dialect/PostgresDialect.java")))
                    .toList();
        }
        for (Path file : files) {
            used.addAll(all(Files.readString(file), CODE));
        }
        used.removeAll(OTHERS);
        assertThat(all(Files.readString(Path.of("../docs/preflight.md")), DOCUMENTED))
                .containsExactlyInAnyOrderElementsOf(used);
    }
}
