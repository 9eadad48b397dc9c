package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.springboot.Application.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an application gets that has a migration among its beans. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MovexHttpAutoConfigurationTest {
    private final Steered steered;

    MovexHttpAutoConfigurationTest() throws Exception {
        steered = new Steered("embedded", 0);
    }

    @AfterAll
    void close() {
        steered.close();
    }

    private Application application(Map<String, Object> settings) {
        return steered.application(settings);
    }

    @Test
    void aMigrationAmongTheBeansIsServed() {
        try (Application application = application(Map.of())) {
            Answer answer = application.get("/movex/status");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.data().get("current_pattern").stringValue()).isEqualTo("src_only");
            assertThat(application.get("/orders").body()).isEqualTo("orders");
            assertThat(application.get("/nosuch").body()).isEqualTo("the application's own error page");
        }
    }

    @Test
    void thePrefixCanBeChosen() {
        try (Application application = application(Map.of("movex.http.prefix", "/admin/migration"))) {
            assertThat(application.get("/admin/migration/health").code()).isZero();
            assertThat(application.get("/movex/health").body()).isEqualTo("the application's own error page");
        }
    }

    @Test
    void thePrefixOfTheResourcesCanBeChosen() {
        try (Application application = application(Map.of("movex.http.api-prefix", "/admin/api"))) {
            assertThat(application.get("/admin/api/migrations").status()).isEqualTo(200);
            assertThat(application.get("/api/v1/migrations").body()).isEqualTo("the application's own error page");
        }
    }

    @Test
    void theRoutesCanBeSwitchedOff() {
        try (Application application = application(Map.of("movex.http.enabled", "false"))) {
            assertThat(application.get("/movex/health").body()).isEqualTo("the application's own error page");
        }
    }

    @Test
    void withoutAMigrationThereAreNoRoutes() {
        try (Application application = new Application(Map.of(), context -> {})) {
            assertThat(application.context().getBeansOfType(MovexRoutes.class)).isEmpty();
        }
    }
}
