package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of races name tests and guards that exist. */
class RacesTableTest {
    private static final Pattern GUARD = Pattern.compile("`([A-Z]\\d+)`");
    private static final Pattern ENTRY = Pattern.compile("(?m)^guard: ([A-Z]\\d+) ");

    private static String page() throws IOException {
        return Files.readString(Docs.root().resolve("docs/races.md"));
    }

    @Test
    void everyTestThatTheTablesNameExists() throws IOException {
        Map<String, Path> classes = TrapsTableTest.testClasses(Docs.root());
        List<String> missing = new ArrayList<>();
        Matcher named = TrapsTableTest.TEST.matcher(page());
        int found = 0;
        while (named.find()) {
            found++;
            if (!TrapsTableTest.hasTest(classes, named.group(1), named.group(2))) {
                missing.add(named.group());
            }
        }
        assertThat(found).isGreaterThan(40);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyGuardThatTheTablesNameHasItsEntry() throws IOException {
        Set<String> entries;
        try (Stream<Path> files = Files.list(Docs.root().resolve("guards"))) {
            entries = files.filter(file -> file.toString().endsWith(".guards"))
                    .map(RacesTableTest::read)
                    .flatMap(text -> ENTRY.matcher(text).results())
                    .map(result -> result.group(1))
                    .collect(Collectors.toSet());
        }
        List<String> named = GUARD.matcher(page())
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(entries).containsAll(named);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
