package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documented table of codes names all that preflight and the schema command report, and nothing else. */
class PreflightCodesTest {
    private static final Pattern OF_MAPPINGS = Pattern.compile("`(MAPPING_[A-Z_]+)`");
    private static final Path MAIN = Path.of("src/main/java/dev/movex/core");
    private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    /** What looks like a code and is none of a finding: words of the servers, codes of exceptions. */
    private static final Set<String> OTHERS = Set.of(
            "CURRENT_TIMESTAMP",
            "DEFAULT_GENERATED",
            "SCHEMA_STATEMENT_FAILED",
            "SESSIONS_HIDDEN",
            "TABLE_TYPE",
            "STRICT_TRANS_TABLES",
            "STRICT_ALL_TABLES",
            "NO_ENGINE_SUBSTITUTION",
            "NO_AUTO_CREATE_USER");

    private static Set<String> all(String text, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Set<String> used(String... places) throws IOException {
        Set<String> used = new TreeSet<>();
        for (String place : places) {
            Path path = MAIN.resolve(place);
            try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
                for (Path file : files.toList()) {
                    used.addAll(all(Files.readString(file), CODE));
                }
            }
        }
        used.removeAll(OTHERS);
        return used;
    }

    @Test
    void everyCodeIsDocumentedAndEveryDocumentedCodeExists() throws IOException {
        Set<String> used = used(
                "schema",
                "preflight",
                "plan/Preflight.java",
                "plan/KeyCollations.java",
                "plan/PlanReader.java",
                "dialect/MySqlServerCheck.java",
                "dialect/MySqlProbe.java",
                "dialect/PostgresProbe.java",
                "dialect/PostgresInheritance.java",
                "dialect/PostgresKeys.java",
                "dialect/PostgresRowSecurity.java",
                "dialect/PoolerCheck.java",
                "dialect/PostgresDialect.java");
        assertThat(all(Files.readString(Path.of("../docs/preflight.md")), DOCUMENTED))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void theCodesOfMappingsAreDocumentedToo() throws IOException {
        Set<String> used = used("plan/MappingProblems.java", "plan/MappingGroups.java", "plan/MappingGaps.java");
        assertThat(all(Files.readString(Path.of("../docs/mapping.md")), OF_MAPPINGS))
                .containsExactlyInAnyOrderElementsOf(used);
    }
}
