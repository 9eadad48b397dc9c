package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of traps is whole, and names tests that exist. */
class TrapsTableTest {
    static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
    private static final Pattern EXTENDS = Pattern.compile("class \\w+ extends (\\w+)");

    static Map<String, Path> testClasses(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> sources = modules.map(m -> m.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> files = new ArrayList<>();
            for (Path source : sources) {
                try (Stream<Path> all = Files.walk(source)) {
                    all.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
                }
            }
            return files.stream()
                    .collect(Collectors.toMap(
                            f -> f.getFileName().toString().replace(".java", ""), Function.identity(), (a, b) -> a));
        }
    }

    @Test
    void everyTestThatTheTableNamesExists() throws IOException {
        Map<String, Path> classes = testClasses(Docs.root());
        List<String> missing = new ArrayList<>();
        Matcher named = TEST.matcher(Files.readString(Docs.root().resolve("docs/traps.md")));
        int found = 0;
        while (named.find()) {
            found++;
            if (!hasTest(classes, named.group(1), named.group(2))) {
                missing.add(named.group());
            }
        }
        assertThat(found).isGreaterThan(40);
        assertThat(missing).isEmpty();
    }

    /** Looks in the class and in the contract that it fulfils. */
    static boolean hasTest(Map<String, Path> classes, String name, String method) throws IOException {
        Path file = classes.get(name);
        if (file == null) {
            return false;
        }
        String text = Files.readString(file);
        Matcher contract = EXTENDS.matcher(text);
        return text.contains("void " + method + "(")
                || (contract.find() && hasTest(classes, contract.group(1), method));
    }

    @Test
    void everyTrapHasItsRow() throws IOException {
        List<Integer> rows = Files.readAllLines(Docs.root().resolve("docs/traps.md")).stream()
                .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
                .map(line -> Integer.valueOf(line.split(" ")[1]))
                .toList();
        assertThat(rows).isEqualTo(IntStream.rangeClosed(1, 41).boxed().toList());
    }
}
