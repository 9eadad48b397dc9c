package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.springboot.Application.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The resources over real HTTP, with a migration that writes both databases and has found a difference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiV1Test {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ONE = "/api/v1/migrations/shop";

    private final Steered steered;
    private final Application application;

    ApiV1Test() throws Exception {
        steered = new Steered("shop", 20);
        application = steered.application(Map.of("movex.http.calls-per-second", 0));
    }

    @BeforeAll
    void differ() throws Exception {
        for (String to : List.of("src_only", "src_first")) {
            steered.migration().move(MigrationState.ofWire(to), "test", "to begin with", true);
        }
        steered.migration().startCopy("test");
        await().atMost(LIMIT).until(() -> steered.migration().activity().isEmpty());
        steered.execute(Side.DST, "UPDATE orders SET note = 'another secret' WHERE id = 7");
        steered.migration().startFull("test");
        await().atMost(LIMIT).until(() -> steered.migration().activity().isEmpty());
    }

    @AfterAll
    void close() {
        application.close();
        steered.close();
    }

    private Answer post(String path, String json, Map<String, String> headers) {
        var all = new java.util.LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return application.send("POST", ONE + path, json, all);
    }

    private String tag() {
        return application.get(ONE).header("ETag");
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("code").stringValue()).isEqualTo(code);
        assertThat(problem.get("type").stringValue())
                .isEqualTo("urn:movex:problem:"
                        + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("remedy").stringValue()).isNotBlank();
        assertThat(problem.get("errors").valueStream()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.get("where").stringValue()).isNotBlank();
            assertThat(each.get("what").stringValue()).isNotBlank();
            assertThat(each.get("remedy").stringValue()).isNotBlank();
        });
    }

    @Test
    void theMigrationHasTheEpochAsItsTag() {
        Answer answer = application.get(ONE);
        assertThat(answer.json().get("state").stringValue()).isEqualTo("src_first");
        assertThat(answer.header("ETag")).isEqualTo("\"" + steered.migration().epoch() + "\"");
        assertThat(application
                        .get("/api/v1/migrations")
                        .json()
                        .at("/items/0/name")
                        .stringValue())
                .isEqualTo("shop");
    }

    @Test
    void aMoveNeedsTheEpochThatTheCallerHasSeen() {
        assertProblem(post("/moves", "{\"to\": \"dst_first\"}", Map.of()), 428, "EPOCH_NEEDED");
        Answer old = post("/moves", "{\"to\": \"dst_first\"}", Map.of("If-Match", "\"1\""));
        assertProblem(old, 412, "EPOCH_CHANGED");
        assertThat(old.header("ETag")).isEqualTo(tag());
    }

    @Test
    void gatesThatDoNotPassAreToldInTheProblem() {
        Answer answer = post("/moves", "{\"to\": \"dst_first\"}", Map.of("If-Match", tag()));
        assertProblem(answer, 409, "GATES_NOT_PASSED");
        assertThat(answer.json().get("gates").size()).isPositive();
        assertProblem(post("/moves", "{\"to\": \"completed\"}", Map.of("If-Match", tag())), 409, "ILLEGAL_MOVE");
    }

    @Test
    void aDryRunTellsTheGatesAndMovesNothing() {
        Answer answer = post("/moves", "{\"to\": \"dst_first\", \"dry_run\": true}", Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("made").booleanValue()).isFalse();
        assertThat(answer.json().get("gates").size()).isPositive();
        assertThat(answer.json().get("steps").size()).isPositive();
        long epoch = steered.migration().epoch();
        for (String what : List.of(
                "copy", "full", "incremental", "rehearsal", "auto-migrate?until=dst_only", "abort", "dst_first")) {
            Answer told = application.get(ONE + "/dry-runs/" + what);
            assertThat(told.status()).as(what).isEqualTo(200);
            assertThat(told.json().get("steps").size()).as(what).isPositive();
        }
        assertThat(application
                        .get(ONE + "/dry-runs/rehearsal")
                        .json()
                        .get("steps")
                        .toString())
                .contains("hold new transactions", "go back")
                .doesNotContain("point of no return");
        assertThat(steered.migration().state()).isEqualTo(MigrationState.SRC_FIRST);
        assertThat(steered.migration().epoch()).isEqualTo(epoch);
        assertThat(steered.migration().activity()).isEmpty();
    }

    @Test
    void everythingThatIsWrongWithABodyIsToldAtOnce() {
        Answer answer = post("/runs", "{\"kind\": \"copied\", \"interval\": 0, \"more\": 1}", Map.of());
        assertProblem(answer, 400, "BODY_DOES_NOT_BIND");
        assertThat(answer.json()
                        .get("errors")
                        .valueStream()
                        .map(e -> e.get("where").stringValue()))
                .containsExactly("kind", "interval", "more");
    }

    @Test
    void theSameKeyGetsTheSameAnswerEvenFromAnotherProcessAndAnotherBodyIsRefused() {
        String body = "{\"kind\": \"incremental\", \"utime\": 0, \"interval\": 50}";
        Map<String, String> key = Map.of("Idempotency-Key", "one");
        Answer first = post("/runs", body, key);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Location"))
                .isEqualTo(ONE + "/runs/" + first.json().get("id").stringValue());
        Answer again = post("/runs", body, key);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertProblem(post("/runs", body.replace("50", "60"), key), 422, "KEY_REUSED");
        try (Application other = steered.application(Map.of())) {
            Answer later = other.send(
                    "POST", ONE + "/runs", body, Map.of("Content-Type", "application/json", "Idempotency-Key", "one"));
            assertThat(later.json().get("id")).isEqualTo(first.json().get("id"));
        }
        String id = first.json().get("id").stringValue();
        Answer stopped = application.send("DELETE", ONE + "/runs/" + id, "", Map.of());
        assertThat(stopped.status()).as(stopped.body()).isEqualTo(200);
        assertThat(stopped.json().get("state").stringValue()).isEqualTo("stopped");
        assertProblem(application.send("DELETE", ONE + "/runs/" + id, "", Map.of()), 409, "NOT_RUNNING");
    }

    @Test
    void whatIsNotThereIsAProblemThatNamesWhatIs() {
        assertProblem(application.get("/api/v1/migrations/nosuch"), 404, "NO_SUCH_MIGRATION");
        assertThat(application.get("/api/v1/migrations/nosuch").body()).contains("Open here: shop");
        assertProblem(application.get(ONE + "/runs/nosuch"), 404, "NO_SUCH_RUN");
        assertProblem(application.get(ONE + "/tables/nosuch"), 404, "NO_SUCH_TABLE");
        assertProblem(application.get(ONE + "/tables?limit=0"), 400, "BAD_PARAMETER");
        assertProblem(application.get(ONE + "/tables?cursor=x"), 400, "NOT_A_CURSOR");
        assertProblem(application.send("PATCH", ONE + "/runs", "", Map.of()), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void pagesShowEachLineOnce() {
        List<Long> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    application.get(ONE + "/audit?limit=1&cursor=" + cursor).json();
            assertThat(page.get("items").size()).isEqualTo(1);
            seen.add(page.at("/items/0/epoch").longValue());
            cursor = page.get("next").isNull() ? "" : page.get("next").stringValue();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(steered.migration().auditTrail().size()).hasSizeGreaterThan(1);
    }

    @Test
    void valuesOfARowAreMaskedUnlessAReasonIsGivenAndEachLookIsWrittenDown() throws Exception {
        JsonNode found = application.get(ONE + "/inconsistencies").json().at("/items/0");
        assertThat(found.get("columns").valueStream().map(JsonNode::stringValue))
                .containsExactly("note");
        String row = ONE + "/inconsistencies/" + found.get("number").longValue() + "/row";
        Answer masked = application.get(row);
        assertThat(masked.status()).as(masked.body()).isEqualTo(200);
        assertThat(masked.body()).doesNotContain("secret");
        assertThat(masked.json().at("/columns/1/source/length").intValue()).isEqualTo("secret note 7".length());
        assertProblem(application.get(row + "?unmask=true"), 400, "REASON_NEEDED");
        Answer shown = application.get(row + "?unmask=true&why=incident");
        assertThat(shown.json().at("/columns/1/source/value").stringValue()).isEqualTo("secret note 7");
        JsonNode looks = application.get(ONE + "/row-looks").json().get("items");
        assertThat(looks.size()).isEqualTo(2);
        assertThat(looks.at("/1/entry/why").stringValue()).isEqualTo("incident");
        assertThat(looks.at("/1/entry/unmasked").booleanValue()).isTrue();
        assertThat(looks.toString()).doesNotContain("secret");
    }

    @Test
    void noOtherAnswerHasValuesOfRows() {
        for (String path : List.of(
                "",
                "/status",
                "/stats",
                "/tables",
                "/runs",
                "/moves",
                "/inconsistencies",
                "/evidence",
                "/audit",
                "/members",
                "/sql-audit",
                "/dead-letters")) {
            assertThat(application.get(ONE + path).body()).doesNotContain("secret");
        }
    }
}
