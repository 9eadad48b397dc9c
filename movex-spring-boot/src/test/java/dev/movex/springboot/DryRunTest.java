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
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever changes something can be asked without being done: every route there is, also one that comes later. */
final class DryRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** The bodies of routes that need one; another one that needs one fails below until it stands here. */
    private static final Map<String, String> BODIES = Map.of(
            "/migrations/{migration}/moves", "{\"to\": \"dst_first\"}",
            "/migrations/{migration}/runs", "{\"kind\": \"copy\"}",
            "/migrations/{migration}/auto-migrate/pause", "{\"why\": \"a look\"}",
            "/migrations/{migration}/abort", "{\"why\": \"a look\"}",
            "/migrations/{migration}/repairs", "{\"table\": \"public.orders\", \"keys\": [\"3\"]}",
            "/incr/start", "{\"utime\": 0, \"interval\": 50}");

    private Steered steered;
    private Application application;

    @BeforeEach
    void writeBoth() throws Exception {
        steered = new Steered("shop", 5);
        application = steered.application(Map.of("movex.http.calls-per-second", 0));
        steered.writeBoth();
        steered.execute(Side.DST, "DELETE FROM orders WHERE id = 3");
    }

    @AfterEach
    void close() {
        application.close();
        steered.close();
    }

    /** A route and the path that calls it. */
    private record Change(Route route, String path) {
        @Override
        public String toString() {
            return route.method() + " " + path;
        }
    }

    private List<Change> changes() {
        List<Change> all = new ArrayList<>();
        Map<String, String> prefixes = Map.of("movexApiRoutes", "/api/v1", "movexRoutes", "/movex");
        prefixes.forEach((bean, prefix) -> application.context().getBean(bean, MovexRoutes.class).routes().stream()
                .filter(Route::changes)
                .map(route -> new Change(
                        route,
                        prefix
                                + route.path()
                                        .replace("{migration}", "shop")
                                        .replace(
                                                "{run}",
                                                steered.migration()
                                                        .runs()
                                                        .get(0)
                                                        .id())))
                .forEach(all::add));
        return all;
    }

    private Answer send(Change change, String query) {
        String body = BODIES.getOrDefault(change.route().path(), "");
        return application.send(
                change.route().method().name(),
                change.path() + query,
                body,
                Map.of("Content-Type", "application/json"));
    }

    /** All that a change could have left behind. */
    private List<Object> trace() {
        var migration = steered.migration();
        return List.of(
                migration.state(),
                migration.epoch(),
                migration.runs(),
                migration.activity(),
                migration.auditTrail().size(),
                String.valueOf(
                        migration.wanted() == null ? null : migration.wanted().paused()),
                migration.repairs().deadLetters(),
                Objects.requireNonNull(migration.records().rows("public.orders", List.of("3"))));
    }

    private List<JsonNode> askAll() {
        List<JsonNode> told = new ArrayList<>();
        List<Object> before = trace();
        for (Change change : changes()) {
            Answer answer = send(change, "?dry_run=true");
            assertThat(answer.status()).as("%s: %s", change, answer.body()).isEqualTo(200);
            JsonNode dryRun = answer.json().has("data") ? answer.data() : answer.json();
            assertThat(dryRun.get("steps").size()
                            + dryRun.get("refusal").asString().length())
                    .as("%s: %s", change, answer.body())
                    .isPositive();
            assertThat(trace()).as("%s has changed something", change).isEqualTo(before);
            told.add(dryRun);
        }
        assertThat(told).hasSizeGreaterThan(25);
        return told;
    }

    @Test
    void everyRouteThatChangesSomethingTellsWhatItWouldDoAndDoesNothing() {
        assertThat(askAll().toString())
                .contains(
                        "The copy does not run.",
                        "Auto-migrate is not wanted.",
                        "The copy is not paused.",
                        "insert public.orders [3] on the target",
                        "leave out public.orders: its copy is proven",
                        "write into the audit trail that the migration is given up, and why",
                        "hold new transactions of all members",
                        "nothing: repair has given up on no row");
    }

    @Test
    void whatRunsIsNotEndedByADryRun() throws Exception {
        steered.execute(Side.DST, "INSERT INTO orders VALUES (3, 'secret note 3')");
        steered.migration().startIncremental(0, 50, "test");
        steered.migration().pauseCopy("test");
        steered.migration().autoMigrate("test", MigrationState.COMPLETED);
        steered.migration().pauseAutoMigrate("test", "a look");
        await().atMost(LIMIT)
                .until(() -> String.valueOf(steered.migration().hold()).startsWith("paused"));
        assertThat(askAll().toString())
                .contains(
                        "end the incremental validation after the window that is under way",
                        "let further chunks begin",
                        "The incremental validation runs already.",
                        "let auto-migrate go on to completed",
                        "end auto-migrate");
        steered.migration().stopAutoMigrate("test");
    }

    @Test
    void aDryRunThatIsMisspeltDoesNothingEither() {
        List<Object> before = trace();
        for (Change change : changes()) {
            for (String query : List.of("?dryrun=true", "?dry_run=yes", "?dry_run=true&more=1")) {
                Answer answer = send(change, query);
                assertThat(answer.status())
                        .as("%s%s: %s", change, query, answer.body())
                        .isEqualTo(400);
            }
        }
        assertThat(trace()).isEqualTo(before);
    }

    @Test
    void aBodyThatDoesNotBindIsToldByADryRunToo() {
        Map<String, String> json = Map.of("Content-Type", "application/json");
        for (Change change : changes()) {
            Answer answer = application.send(
                    change.route().method().name(), change.path() + "?dry_run=true", "{\"nosuch\": 1}", json);
            assertThat(answer.status()).as("%s: %s", change, answer.body()).isEqualTo(400);
        }
    }
}
