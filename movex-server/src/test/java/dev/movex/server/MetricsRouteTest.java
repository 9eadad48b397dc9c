package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Prometheus reads of a server. */
@Timeout(180)
final class MetricsRouteTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `(movex\\.(?!doublewrite)[a-z.]+)` \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern HELP = Pattern.compile("# HELP (movex_[a-z_]+?)(?:_total)? (.*)");

    private final Served served;
    private final HttpClient client = HttpClient.newHttpClient();

    MetricsRouteTest() throws Exception {
        served = new Served(3);
        served.move("src_only");
        served.move("src_first");
    }

    @AfterEach
    void close() {
        served.close();
    }

    private HttpResponse<String> scrape(Duration atMost) throws Exception {
        URI uri = URI.create(served.server().metricsUrl());
        return client.send(HttpRequest.newBuilder(uri).timeout(atMost).build(), BodyHandlers.ofString());
    }

    private static Map<String, String> documented() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.lookingAt()) {
                documented.put(row.group(1).replace('.', '_'), row.group(3));
            }
        }
        return documented;
    }

    @Test
    void theTableAndTheMetersOfAMigrationAgree() throws Exception {
        Map<String, String> shown = new TreeMap<>();
        for (String line : scrape(Duration.ofMinutes(1)).body().lines().toList()) {
            Matcher help = HELP.matcher(line);
            if (help.matches() && !help.group(1).startsWith("movex_http_")) {
                shown.put(help.group(1), help.group(2));
            }
        }
        assertThat(shown).isEqualTo(documented());
    }

    @Test
    void prometheusIsToldWhereTheMigrationIs() throws Exception {
        HttpResponse<String> answer = scrape(Duration.ofMinutes(1));
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain;version=0.0.4");
        assertThat(answer.body())
                .contains("movex_state{migration=\"served\",state=\"src_first\"} 1.0\n")
                .contains("movex_state{migration=\"served\",state=\"dst_first\"} 0.0\n")
                .contains("movex_epoch{migration=\"served\"} 2.0\n")
                .contains("movex_side_up{migration=\"served\",side=\"source\"} 1.0\n")
                .contains("movex_members{migration=\"served\"} 1.0\n")
                .contains("movex_events_waiting{migration=\"served\"} 0.0\n")
                .contains("movex_http_answers_total{code=\"0\",route=\"/src_first\",status=\"200\"} 1.0\n")
                .contains("jvm_memory_used_bytes{");
    }

    @Test
    void aDatabaseThatHangsHoldsNoScrapeUp() throws Exception {
        served.move("dst_first");
        served.lineToTarget().freeze();
        try {
            assertThat(scrape(Duration.ofMinutes(1)).body())
                    .contains("movex_side_up{migration=\"served\",side=\"source\"} 1.0\n")
                    .contains("movex_side_up{migration=\"served\",side=\"target\"} 0.0\n")
                    .contains("movex_state{migration=\"served\",state=\"dst_first\"} 1.0\n")
                    .contains("movex_journal_rows{migration=\"served\"} NaN\n");
        } finally {
            served.lineToTarget().restore();
        }
    }
}
