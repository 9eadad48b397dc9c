package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.springboot.embed.MovexProperties;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about Spring Boot names every property that there is, and no other. */
final class PropertiesDocTest {
    /** A property in full, or what follows the dot where the page writes it short. */
    private static final Pattern PROPERTY = Pattern.compile("`(?:movex|…)?((?:\\.[a-zA-Z-]+)+)`");

    private static final List<Class<?>> RECORDS = List.of(
            MovexProperties.class,
            MovexProperties.Wrapped.class,
            MovexProperties.Target.class,
            MovexHttpProperties.class);
    /** Those that only lead to others. */
    private static final Set<String> BRANCHES = Set.of("data-sources", "target");

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../docs/spring-boot.md"))) {
            if (line.startsWith("| `")) {
                PROPERTY.matcher(line)
                        .results()
                        .map(found -> found.group(1).replace(".NAME", "").replaceAll(".*\\.", ""))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static Set<String> declared() {
        Set<String> names = new TreeSet<>();
        for (Class<?> record : RECORDS) {
            for (RecordComponent property : record.getRecordComponents()) {
                names.add(property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
            }
        }
        names.removeAll(BRANCHES);
        return names;
    }

    @Test
    void thePageNamesWhatThereIsAndNothingElse() throws IOException {
        assertThat(documented()).isEqualTo(declared()).contains("own-pool-size", "api-prefix");
    }
}
