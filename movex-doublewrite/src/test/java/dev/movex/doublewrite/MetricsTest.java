package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@RealPostgres
class MetricsTest {
    private static final java.util.regex.Pattern ROW =
            java.util.regex.Pattern.compile("\\| `(movex\\.doublewrite\\.[a-z.]+)` \\| ([^|]*) \\| ([^|]*) \\|");

    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Docs.root().resolve("docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.lookingAt()) {
                documented.put(row.group(1), row.group(2) + ": " + row.group(3));
            }
        }
        return documented;
    }

    private static String described(Meter meter) {
        Set<String> tags = meter.getId().getTags().stream()
                .map(tag -> tag.getKey())
                .filter(key -> !key.equals("member"))
                .collect(Collectors.toCollection(TreeSet::new));
        return (tags.isEmpty() ? "" : String.join(", ", tags)) + ": "
                + meter.getId().getDescription();
    }

    @Test
    void theTableAndTheRegisteredMetersAgree(DatabasePair pair) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Rig rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withMeters(meters),
                Steps.NONE,
                "CREATE TABLE t (id int PRIMARY KEY, a text)")) {
            rig.enter(Pattern.SRC_FIRST);
            Map<String, String> registered = new TreeMap<>();
            meters.getMeters().forEach(m -> registered.put(m.getId().getName(), described(m)));
            assertThat(registered).isEqualTo(documented());
        }
    }

    @Test
    void tablesClassesPoolsAndTheJournalAreTold(DatabasePair pair) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (HikariDataSource src = Rig.pool(pair.src(), 3);
                Rig rig = Rig.open(
                        pair,
                        DoubleWriteConfig.of("m1").withMeters(meters).withAck(Ack.BOTH),
                        Steps.NONE,
                        src,
                        pair.dst(),
                        "CREATE TABLE t (id int PRIMARY KEY, a text)")) {
            rig.enter(Pattern.SRC_FIRST);
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
            rig.run("UPDATE t SET a = upper(a)");
            assertThat(meters.get("movex.doublewrite.table.written")
                            .tag("table", "public.t")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("movex.doublewrite.statements")
                            .tag("class", "image")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("movex.doublewrite.pool.idle")
                            .tag("side", "source")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(meters.get("movex.doublewrite.pool.idle")
                            .tag("side", "target")
                            .gauge()
                            .value())
                    .as("a data source that does not tell")
                    .isNaN();
            assertThat(meters.get("movex.doublewrite.breaker").gauge().value()).isZero();
            Map<String, Object> status = rig.movex().members().metrics();
            assertThat(status.get("tables")).isEqualTo(Map.of("public.t", Map.of("written", 2L, "journaled", 0L)));
            assertThat((Map<?, ?>) status.get("pools")).hasSize(1);
        }
    }
}
