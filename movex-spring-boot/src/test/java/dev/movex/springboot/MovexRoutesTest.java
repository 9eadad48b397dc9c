package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.scheduler.DryRun;
import dev.movex.springboot.Application.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope around routes, and what is done for all of them. The routes here are made for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MovexRoutesTest {
    private static final DryRun NOTHING = new DryRun("nothing", true, List.of(), List.of(), "");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Application application = started("/movex");

    private Application started(String prefix) {
        List<Route> routes = List.of(
                Route.get("/told", call -> Reply.ok("Told.", Map.of("who", call.who()))),
                Route.post(
                        "/given",
                        call -> {
                            JsonBody body = call.body();
                            Map<String, Object> fields = Map.of(
                                    "number", body.number("number", "things", 1, 9),
                                    "text", body.text("text"),
                                    "flag", body.flag("flag"));
                            body.end();
                            return Reply.ok("Given.", fields);
                        },
                        call -> NOTHING),
                Route.post(
                        "/known",
                        call -> {
                            throw new MovexException(call.body().text("code"), "Problem.", "Remedy.");
                        },
                        call -> NOTHING),
                Route.post(
                        "/surprise",
                        call -> {
                            throw new IllegalStateException("secret");
                        },
                        call -> NOTHING));
        return new Application(
                Map.of(),
                context -> context.registerBean(
                        MovexRoutes.class,
                        () -> new MovexRoutes(
                                prefix,
                                true,
                                routes,
                                new Answerer(
                                        new ResultCounter(meters),
                                        RouteAccess.loopback(),
                                        new RateLimit(0),
                                        ObservationRegistry.NOOP,
                                        Answerer.Form.ENVELOPE))));
    }

    @BeforeAll
    void isUp() {
        assertThat(application.get("/orders").body()).isEqualTo("orders");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void everyAnswerIsInTheEnvelopeAndNeverCached() {
        Answer answer = application.get("/movex/told");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"code\":0,\"msg\":\"Told.\",\"data\":{\"who\":\"http:127.0.0.1\"}}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void headAnswersAsGetWithoutABody() {
        Answer answer = application.send("HEAD", "/movex/told", "", Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/movex", "/movex/", "/movex/nosuch", "/movex/told/", "/movex/TOLD"})
    void unknownPathsUnderThePrefixAreAnsweredInTheEnvelope(String path) {
        Answer answer = application.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.msg()).contains("GET /movex/told", "POST /movex/given");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/movex/told,'GET, HEAD'",
        "GET,/movex/given,POST",
        "DELETE,/movex/given,POST",
        "OPTIONS,/movex/given,POST"
    })
    void otherMethodsAreAnsweredInTheEnvelope(String method, String path, String allow) {
        Answer answer = application.send(method, path, "", Map.of());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.data().get("allow").stringValue()).isEqualTo(allow);
        assertThat(answer.header("Allow")).isEqualTo(allow);
    }

    @Test
    void theApplicationsOwnPathsAreLeftAlone() {
        assertThat(application.get("/orders").body()).isEqualTo("orders");
        assertThat(application.get("/orders/broken").body()).isEqualTo("the application's own error page");
        assertThat(application.get("/nosuch").body()).isEqualTo("the application's own error page");
        assertThat(application.get("/movexes").body()).isEqualTo("the application's own error page");
    }

    @Test
    void theApplicationsOwnErrorPageIsNotShownForOurRoutes() {
        Answer answer = application.post("/movex/surprise");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo(5);
        assertThat(answer.body()).doesNotContain("secret", "Exception", "error page");
    }

    @Test
    void underTheRootOnlyKnownPathsAreTaken() {
        try (Application root = started("")) {
            assertThat(root.get("/told").code()).isZero();
            assertThat(root.post("/told").status()).isEqualTo(405);
            assertThat(root.get("/orders").body()).isEqualTo("orders");
            assertThat(root.get("/nosuch").body()).isEqualTo("the application's own error page");
        }
    }

    @Test
    void fieldsBind() {
        Answer answer = application.post("/movex/given", "{\"number\": 9, \"flag\": true, \"text\": \"käse\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().get("number").intValue()).isEqualTo(9);
        assertThat(answer.data().get("text").stringValue()).isEqualTo("käse");
        assertThat(answer.data().get("flag").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | Field 'number' is missing; it must be a whole number of things from 1 to 9.",
                "{}                                  | Field 'number' is missing",
                "{\"number\": \"3\"}                 | it is a string.",
                "{\"number\": 3.5}                   | it is a number with a fraction.",
                "{\"number\": 0}                     | it is a whole number out of these bounds.",
                "{\"number\": -1}                    | it is a whole number out of these bounds.",
                "{\"number\": 99999999999999999999}  | it is a whole number out of these bounds.",
                "{\"number\": null}                  | it is null.",
                "{\"number\": 1, \"flag\": \"true\"} | Field 'flag' must be true or false; it is a string.",
                "{\"number\": 1, \"text\": [1]}      | Field 'text' must be a string; it is a list.",
                "{\"number\": 1, \"numbr\": 1}       | Field 'numbr' is not known; known are [number, text, flag].",
                "{\"number\": 1, \"number\": 2}      | The body is not valid JSON",
                "[1]                                 | The body must be a JSON object; it is a list.",
                "{\"number\":                        | The body is not valid JSON (line 1, column",
                "{\"number\": 1} x                   | The body is not valid JSON"
            })
    void aBodyThatDoesNotBindIsRefusedByNameAndExpectedForm(String body, String msg) {
        Answer answer = application.post("/movex/given", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.msg()).contains(msg);
        assertThat(answer.data().get("error").stringValue()).isEqualTo("BODY_DOES_NOT_BIND");
    }

    @Test
    void allProblemsOfABodyAreNamedAtOnce() {
        Answer answer = application.post("/movex/given", "{\"text\": 1, \"flag\": 1, \"other\": 1}");
        assertThat(answer.msg()).contains("'number'", "'text'", "'flag'", "'other'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "nonsense", ""})
    void aBodyThatIsNotJsonIsRefused(String type) {
        Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
        Answer answer = application.send("POST", "/movex/given", "{\"number\": 1}", headers);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo(4);
    }

    @Test
    void aBodyOfAnySizeIsNotRead() {
        Answer answer = application.post("/movex/given", " ".repeat(70_000) + "{\"number\": 1}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "ALREADY_RUNNING,409,4",
        "NOT_RUNNING,409,4",
        "NOT_DUAL,409,4",
        "NOT_INSTALLED,409,4",
        "COMPLETED,409,4",
        "FOLLOW_BY_HAND,409,4",
        "NOT_WRITTEN,503,5",
        "MIGRATION_UNREADABLE,503,5",
        "STOPS_SLOWLY,202,0",
        "ANYTHING_ELSE,500,5"
    })
    void knownErrorsKeepTheirCodeAndSayTheWayOut(String error, int status, int code) {
        Answer answer = application.post("/movex/known", "{\"code\": \"" + error + "\"}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.msg()).isEqualTo("Problem. Remedy.");
        assertThat(answer.data().get("error").stringValue()).isEqualTo(error);
    }

    @Test
    void pagesOfAnotherOriginMayNotChangeAnything() {
        Map<String, String> other = Map.of("Content-Type", "application/json", "Origin", "https://evil.example");
        assertThat(application
                        .send("POST", "/movex/given", "{\"number\": 1}", other)
                        .status())
                .isEqualTo(403);
        assertThat(application.send("GET", "/movex/told", "", other).status()).isEqualTo(200);
    }

    @Test
    void whatAProxyHandsOnIsNotFromHere() {
        Answer answer = application.send("GET", "/movex/told", "", Map.of("X-Forwarded-For", "192.0.2.1"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.data().get("error").stringValue()).isEqualTo("NOT_FROM_HERE");
    }

    @Test
    void aCallerWhoCallsTooOftenIsToldWhenToComeBack() {
        RateLimit limit = new RateLimit(1);
        limit.take("a");
        limit.take("a");
        assertThatThrownBy(() -> limit.take("a")).isInstanceOfSatisfying(RefusedCallException.class, e -> {
            assertThat(e.reply().status()).isEqualTo(429);
            assertThat(e.reply().headers()).containsKey("Retry-After");
        });
        limit.take("b");
    }

    @Test
    void pagesOfOtherSitesAreRefused() {
        Answer answer = application.send("POST", "/movex/given", "", Map.of("Sec-Fetch-Site", "cross-site"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo(4);
    }

    @Test
    void answersAreCountedByRouteStatusAndCode() {
        double before = count("/known", "409", "4");
        application.post("/movex/known", "{\"code\": \"NOT_RUNNING\"}");
        assertThat(count("/known", "409", "4")).isEqualTo(before + 1);
        application.get("/movex/whatever");
        assertThat(count("unknown", "404", "4")).isPositive();
    }

    private double count(String route, String status, String code) {
        var counter = meters.find("movex.http.answers")
                .tags("route", route, "status", status, "code", code)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
