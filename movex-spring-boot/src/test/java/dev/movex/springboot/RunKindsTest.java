package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.springboot.Application.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Validations of parts and in boxes of time, over real HTTP. */
final class RunKindsTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ONE = "/api/v1/migrations/shop";

    private Steered steered;
    private Application application;

    @BeforeEach
    void open() throws Exception {
        steered = new Steered("shop", 20);
        application = steered.application(Map.of("movex.http.calls-per-second", 0));
        steered.writeBoth();
    }

    @AfterEach
    void close() {
        application.close();
        steered.close();
    }

    private Answer post(String json) {
        return application.send("POST", ONE + "/runs", json, Map.of("Content-Type", "application/json"));
    }

    private String ran(String body) {
        Answer started = post(body);
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        String run = started.header("Location");
        await().atMost(LIMIT)
                .until(() ->
                        !application.get(run).json().get("state").stringValue().equals("running"));
        return application.get(run).json().get("state").stringValue();
    }

    private List<String> kindsInTheEvidence() {
        return application
                .get(ONE + "/evidence?limit=500")
                .json()
                .get("items")
                .valueStream()
                .map(line -> line.at("/entry/kind").asString(""))
                .toList();
    }

    @Test
    void aPartIsValidatedAndABoxGoesOnWithAPassThatCounts() {
        long partial = kindsInTheEvidence().stream().filter("PARTIAL"::equals).count();
        long full = steered.migration().stats().fullValidationRuns();
        assertThat(ran("{\"kind\": \"part\", \"tables\": [\"public.orders\"], \"percent\": 50, \"keys_only\": true}"))
                .isEqualTo("done");
        assertThat(kindsInTheEvidence().stream().filter("PARTIAL"::equals).count())
                .isEqualTo(partial + 1);
        assertThat(steered.migration().stats().fullValidationRuns()).isEqualTo(full);
        assertThat(ran("{\"kind\": \"box\", \"box\": 60000}")).isEqualTo("done");
        assertThat(steered.migration().stats().fullValidationRuns()).isEqualTo(full + 1);
        assertThat(post("{\"kind\": \"part\"}").body()).contains("BODY_DOES_NOT_BIND", "keys_only");
        Answer unknown = post("{\"kind\": \"part\", \"tables\": [\"nosuch\"]}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("NO_SUCH_TABLE");
    }
}
