package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.server.Served.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class MigrationOverHttpTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Served served;

    MigrationOverHttpTest() throws Exception {
        served = new Served(500);
    }

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void aMigrationCanBeMadeByHand() {
        assertThat(served.get("/status").data().get("current_state").stringValue())
                .isEqualTo("initial");
        Answer installed = served.post("/src_only");
        assertThat(installed.status()).as("%s", installed).isEqualTo(200);
        assertThat(installed.data().get("from").stringValue()).isEqualTo("initial");
        assertThat(installed.data().get("to").stringValue()).isEqualTo("src_only");
        served.move("src_first");
        assertBegun(served.post("/copy/start"));
        waitForGate("dst_first", "copy proven");
        assertBegun(served.post("/full/start"));
        waitForGate("dst_first", "full validation");
        assertBegun(served.post("/incr/start", "{\"utime\": 0, \"interval\": 50}"));
        waitForGate("dst_first", "incremental validation");
        waitForGate("dst_first", "soak");
        Answer switched = served.post("/dst_first", "{\"why\": \"all is proven\"}");
        assertThat(switched.status()).as("%s", switched).isEqualTo(200);
        assertThat(switched.data().get("why").stringValue()).isEqualTo("all is proven");
        assertThat(switched.data().get("who").stringValue()).isEqualTo("http:127.0.0.1");
        served.move("dst_only");
        served.move("completed");
        assertThat(served.get("/status").data().get("current_state").stringValue())
                .isEqualTo("completed");
        JsonNode stats = served.get("/stats").data();
        assertThat(stats.get("rows_copied").longValue()).isEqualTo(500);
        assertThat(stats.get("full_validation_runs").longValue()).isOne();
        assertThat(stats.get("data_discrepancies").longValue()).isZero();
    }

    @Test
    void autoMigrateWalksTheWholeWay() {
        assertThat(served.post("/auto-migrate").status()).isEqualTo(202);
        Answer second = served.post("/auto-migrate");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.error()).isEqualTo("ALREADY_RUNNING");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(served.get("/status").data().toString())
                        .contains("\"current_state\":\"completed\""));
    }

    @Test
    void statusAndStatisticsHaveTheFieldsOfTheOriginal() {
        assertThat(served.get("/status").data().propertyNames())
                .contains(
                        "current_state", "current_pattern", "migration_stats", "pool_health", "pool_metrics", "uptime");
        assertThat(served.get("/stats").data().propertyNames())
                .contains(
                        "start_time",
                        "current_state",
                        "full_validation_runs",
                        "incr_validation_runs",
                        "data_discrepancies",
                        "last_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src_first", "dst_first", "dst_only", "completed"})
    void aMoveThatIsNotLegalIsRefusedWithThoseThatAre(String to) {
        Answer answer = served.post("/" + to, "{\"why\": \"because\", \"override\": true}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.error()).isEqualTo("ILLEGAL_MOVE");
        assertThat(answer.data().get("legal").toString()).isEqualTo("[\"src_only\"]");
        assertThat(state()).isEqualTo("initial");
    }

    @Test
    void theAuditTellsWhatWouldBeDeniedWithoutValues() throws SQLException {
        try (Connection connection = served.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT note FROM orders WHERE note = 'secret value'");
            statement.execute("UPDATE orders SET note = upper(note) WHERE id = 4711");
            statement.execute("ALTER TABLE orders ADD COLUMN extra text DEFAULT 'secret value'");
        }
        Answer audit = served.get("/audit");
        assertThat(audit.data().get("denied").asInt()).isEqualTo(1);
        JsonNode statements = audit.data().get("statements");
        assertThat(statements.get(0).get("class").stringValue()).isEqualTo("denied");
        assertThat(statements.get(0).get("sql").stringValue()).startsWith("ALTER TABLE orders");
        assertThat(statements.get(0).get("count").asInt()).isEqualTo(1);
        assertThat(statements.get(1).get("class").stringValue()).isEqualTo("image");
        assertThat(statements.get(1).get("tables").get(0).stringValue()).isEqualTo("public.orders");
        assertThat(statements.get(1).get("reason").stringValue()).isNotBlank();
        assertThat(audit.data().get("shares").propertyNames())
                .containsExactly("denied", "image", "primary_only", "replay", "transaction_control");
        assertThat(audit.envelope().toString()).doesNotContain("secret value", "4711");
    }

    @Test
    void gatesThatDoNotPassAreToldAndCanBeOverriddenWithAReasonAlone() {
        served.move("src_only");
        served.move("src_first");
        Answer refused = served.post("/dst_first");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.error()).isEqualTo("GATES_NOT_PASSED");
        assertThat(refused.data().get("gates").toString()).contains("copy proven", "\"passed\":false", "\"reason\":");

        Answer unreasoned = served.post("/dst_first", "{\"override\": true}");
        assertThat(unreasoned.status()).isEqualTo(400);
        assertThat(unreasoned.msg()).contains("reason", "'why'");
        assertThat(state()).isEqualTo("src_first");
        served.move("src_only");
    }

    @ParameterizedTest
    @CsvSource({
        "/full/start,NOT_DUAL",
        "/copy/start,NOT_DUAL",
        "/full/stop,NOT_RUNNING",
        "/copy/stop,NOT_RUNNING",
        "/incr/stop,NOT_RUNNING",
        "/auto-migrate/stop,NOT_RUNNING"
    })
    void workThatIsNotPossibleNowIsRefused(String path, String error) {
        served.move("src_only");
        Answer answer = served.post(path);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.error()).isEqualTo(error);
    }

    @Test
    void aSecondStartIsRefusedAndAStopEndsTheFirst() {
        served.move("src_only");
        served.move("src_first");
        String request = "{\"utime\": 0, \"interval\": 60000}";
        assertBegun(served.post("/incr/start", request));
        Answer second = served.post("/incr/start", request);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.error()).isEqualTo("ALREADY_RUNNING");
        assertThat(served.get("/status").data().get("activity").toString()).contains("incr");
        assertThat(served.post("/incr/stop").status()).isEqualTo(200);
        assertThat(served.post("/incr/stop").error()).isEqualTo("NOT_RUNNING");
        assertBegun(served.post("/incr/start", request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                             | 'utime' is missing",
                "{\"utime\": 0}                                 | 'interval' is missing",
                "{\"utime\": 0, \"interval\": -1}               | 'interval' must be a whole number of milliseconds from 1",
                "{\"utime\": 0, \"interval\": 0}                | 'interval' must be a whole number of milliseconds from 1",
                "{\"utime\": -1, \"interval\": 1}               | 'utime' must be a whole number of milliseconds since 1970",
                "{\"utime\": \"2026-01-01\", \"interval\": 1}   | 'utime' must be a whole number",
                "{\"utime\": 0, \"interval\": 1, \"sleep\": 1}  | 'sleep' is not known; known are [utime, interval]"
            })
    void aBodyThatDoesNotBindIsRefusedBeforeTheStateIsLookedAt(String body, String msg) {
        Answer answer = served.post("/incr/start", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.msg()).contains(msg);
    }

    @Test
    void startsAndStopsAtOnceHaveDefinedAnswers() throws Exception {
        served.move("src_only");
        served.move("src_first");
        List<Answer> answers = atOnce(
                12,
                i -> i % 2 == 0
                        ? served.post("/incr/start", "{\"utime\": 0, \"interval\": 60000}")
                        : served.post("/incr/stop"));
        long started = answers.stream().filter(a -> a.status() == 202).count();
        long stopped = answers.stream().filter(a -> a.status() == 200).count();
        boolean runs = served.get("/status").data().get("activity").toString().contains("incr");
        assertThat(started).isPositive();
        // a stop that meets one that is being stopped waits for the same end
        assertThat(stopped).isGreaterThanOrEqualTo(started - (runs ? 1 : 0));
        assertThat(answers.stream().filter(a -> a.status() != 202 && a.status() != 200))
                .allMatch(a -> a.status() == 409
                        && List.of("ALREADY_RUNNING", "NOT_RUNNING").contains(a.error()));
        assertThat(served.post("/incr/stop").status()).isEqualTo(runs ? 200 : 409);
    }

    @Test
    void ofManyMovesAtOnceOneIsMade() throws Exception {
        List<Answer> answers = atOnce(8, i -> served.post("/src_only"));
        assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() != 200))
                .allMatch(a ->
                        a.status() == 409 && List.of("BUSY", "ILLEGAL_MOVE").contains(a.error()));
        assertThat(state()).isEqualTo("src_only");
    }

    @Test
    void gatesOfAMoveCanBeAskedFor() {
        Answer answer = served.get("/gates?to=src_only");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().toString()).contains("\"gate\":\"preflight\"", "\"passed\":true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gates", "/gates?to=", "/gates?to=nosuch", "/gates?to=SRC_FIRST"})
    void gatesOfNoStateAreRefused(String path) {
        Answer answer = served.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.msg()).contains("'to'", "src_first");
    }

    @Test
    void healthTellsWhichNeededSideDoesNotAnswer() {
        assertThat(served.get("/health").status()).isEqualTo(200);
        assertThat(served.get("/health").code()).isZero();
        served.lineToTarget().down();

        Answer unneeded = served.get("/health");
        assertThat(unneeded.status()).isEqualTo(200);
        assertThat(unneeded.msg()).contains("not needed under src_only", "dst");
        assertThat(unneeded.data().get("dst").stringValue()).isNotEqualTo("ok");

        served.lineToTarget().restore();
        served.move("src_only");
        served.move("src_first");
        served.lineToTarget().down();
        Answer needed = served.get("/health");
        assertThat(needed.status()).isEqualTo(503);
        assertThat(needed.code()).isEqualTo(5);
        assertThat(needed.data().get("dst").stringValue()).contains("can't be reached");
        assertThat(needed.data().has("src")).isFalse();
        assertThat(served.get("/status").status()).isEqualTo(200);
    }

    private String state() {
        return served.get("/status").data().get("current_state").stringValue();
    }

    private static void assertBegun(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        assertThat(answer.code()).isZero();
        assertThat(answer.data().get("run").stringValue()).isNotBlank();
    }

    private void waitForGate(String to, String gate) {
        await().atMost(LIMIT).until(() -> {
            for (JsonNode one : served.get("/gates?to=" + to).data()) {
                if (one.get("gate").stringValue().equals(gate)) {
                    return one.get("passed").booleanValue();
                }
            }
            return false;
        });
    }

    /** Numbered calls that begin together. */
    @FunctionalInterface
    private interface Numbered {
        Answer call(int number);
    }

    private static List<Answer> atOnce(int count, Numbered numbered) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Answer>> calls = IntStream.range(0, count)
                    .<Callable<Answer>>mapToObj(i -> () -> {
                        barrier.await();
                        return numbered.call(i);
                    })
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : threads.invokeAll(calls)) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
