package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Live progress as server-sent events. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Steered steered;
    private final Application application;
    private final HttpClient client = HttpClient.newHttpClient();

    EventsTest() throws Exception {
        steered = new Steered("shop", 5);
        application = steered.application(Map.of());
    }

    @AfterAll
    void close() {
        application.close();
        steered.close();
    }

    /** A line that collects what comes. */
    private final class Line implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final InputStream body;

        Line(String lastId) throws Exception {
            int port =
                    Objects.requireNonNull(application.context().getWebServer()).getPort();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/migrations/shop/events"));
            if (!lastId.isEmpty()) {
                request.header("Last-Event-ID", lastId);
            }
            var response = client.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            body = response.body();
            Thread thread = new Thread(this::read);
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // closed
            }
        }

        void awaitEvent(String name) {
            await().atMost(LIMIT).until(() -> lines.contains("event:" + name));
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .reduce((a, b) -> b)
                    .orElse("id:")
                    .substring(3);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Test
    void whoComesBackIsToldWhatWasMissed() throws Exception {
        String last;
        try (Line line = new Line("")) {
            line.awaitEvent("snapshot");
            steered.migration().move(MigrationState.SRC_ONLY, "test", "", true);
            line.awaitEvent("move");
            line.awaitEvent("migration");
            last = line.lastId();
        }
        steered.migration().move(MigrationState.SRC_FIRST, "test", "to see", true);
        try (Line line = new Line(last)) {
            line.awaitEvent("move");
            assertThat(line.lines).doesNotContain("event:snapshot");
            assertThat(line.lines.toString()).contains("src_first");
        }
        try (Line line = new Line("unknown-1")) {
            line.awaitEvent("snapshot");
        }
    }

    @Test
    void aListenerThatIsTooSlowIsCutOffAndNothingWaitsForIt() {
        EventStream stream = new EventStream(2, Duration.ofSeconds(1), ended -> {});
        EventFeed.Event event = new EventFeed.Event("1", "table", "{}");
        stream.offer(event);
        stream.offer(event);
        assertThat(stream.ended()).isFalse();
        stream.offer(event);
        assertThat(stream.ended()).isTrue();
    }
}
