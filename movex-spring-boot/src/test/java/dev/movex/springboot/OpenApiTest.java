package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.springboot.Application.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of the API names every route, and every answer has the form that it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Steered steered;
    private final Application application;
    private final JsonNode document;

    OpenApiTest() throws Exception {
        steered = new Steered("shop", 5);
        application = steered.application(Map.of("movex.http.calls-per-second", 0));
        for (String to : List.of("src_only", "src_first")) {
            steered.migration().move(MigrationState.ofWire(to), "test", "to begin with", true);
        }
        steered.write("INSERT INTO orders VALUES (100, 'written by both')");
        steered.migration().startCopy("test");
        await().atMost(LIMIT).until(() -> steered.migration().activity().isEmpty());
        steered.execute(Side.DST, "DELETE FROM orders WHERE id = 3");
        steered.migration().startFull("test");
        await().atMost(LIMIT).until(() -> steered.migration().activity().isEmpty());
        document = application.get("/api/v1/openapi.json").json();
    }

    @AfterAll
    void close() {
        application.close();
        steered.close();
    }

    private List<Route> routes(String bean) {
        return application.context().getBean(bean, MovexRoutes.class).routes();
    }

    private static JsonNode operation(JsonNode document, String prefix, Route route) {
        return document.path("paths")
                .path(prefix + route.path())
                .path(route.method().name().toLowerCase(Locale.ROOT));
    }

    @Test
    void everyRouteIsInTheDocumentWithItsRole() {
        for (Route route : routes("movexApiRoutes")) {
            if (route.path().equals("/openapi.json")) {
                continue;
            }
            JsonNode operation = operation(document, "/api/v1", route);
            assertThat(operation.path("x-role").asString())
                    .as(route.toString())
                    .isEqualTo(route.role().wire());
            assertThat(operation.path("summary").asString())
                    .as(route.toString())
                    .isNotBlank();
        }
        for (Route route : routes("movexRoutes")) {
            assertThat(operation(document, "/movex", route).isObject())
                    .as(route.toString())
                    .isTrue();
        }
        assertThat(document.get("openapi").stringValue()).startsWith("3.1");
    }

    @TestFactory
    Stream<DynamicTest> everyAnswerHasItsForm() {
        return routes("movexApiRoutes").stream()
                .filter(route ->
                        route.method().equals(HttpMethod.GET) && route.doc().answer() != null)
                .filter(route -> route.doc().answer() != EventStream.class)
                .map(route -> DynamicTest.dynamicTest(route.path(), () -> assertForm(route)));
    }

    private void assertForm(Route route) {
        Answer answer = application.get("/api/v1" + path(route) + "?to=dst_first");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(faults(route, 200, answer)).as(answer.body()).isEmpty();
        if (route.doc().paged()
                && !route.path().endsWith("dead-letters")
                && !route.path().endsWith("counters")
                && !route.path().endsWith("row-looks")) {
            assertThat(answer.json().get("items").size()).isPositive();
        }
    }

    private String path(Route route) {
        String number = application
                .get("/api/v1/migrations/shop/inconsistencies")
                .json()
                .at("/items/0/number")
                .asString();
        return route.path()
                .replace("{migration}", "shop")
                .replace("{table}", "public.orders")
                .replace("{what}", "dst_first")
                .replace("{number}", number)
                .replace("{run}", steered.migration().runs().get(0).id());
    }

    @Test
    void answersToChangesAndProblemsHaveTheirForm() {
        Answer run = application.post("/api/v1/migrations/shop/runs", "{\"kind\": \"full\"}");
        assertThat(run.status()).as(run.body()).isEqualTo(202);
        assertThat(faults(route(HttpMethod.POST, "/runs"), 202, run)).isEmpty();
        await().atMost(LIMIT).until(() -> steered.migration().activity().isEmpty());
        Answer move = application.post("/api/v1/migrations/shop/moves", "{\"to\": \"dst_first\", \"dry_run\": true}");
        assertThat(faults(route(HttpMethod.POST, "/moves"), 200, move))
                .as(move.body())
                .isEmpty();
        Answer problem = application.post("/api/v1/migrations/shop/moves", "{\"to\": \"dst_first\"}");
        assertThat(faults(route(HttpMethod.POST, "/moves"), 428, problem))
                .as(problem.body())
                .isEmpty();
    }

    private Route route(HttpMethod method, String end) {
        return routes("movexApiRoutes").stream()
                .filter(r -> r.method().equals(method) && r.path().endsWith(end))
                .findFirst()
                .orElseThrow();
    }

    private List<String> faults(Route route, int status, Answer answer) {
        JsonNode content = operation(document, "/api/v1", route)
                .path("responses")
                .path(Integer.toString(status))
                .path("content");
        String type = answer.header("Content-Type");
        assertThat(content.has(type)).as("%s of %s", type, route.path()).isTrue();
        ObjectNode schema = ((ObjectNode) content.path(type).path("schema")).deepCopy();
        schema.set("components", document.get("components"));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        return compiled.validate(answer.json()).stream().map(Object::toString).toList();
    }
}
