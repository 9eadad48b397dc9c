package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Settings;
import dev.movex.springboot.Application.Answer;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an application gets that has a migration among its beans. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MovexHttpAutoConfigurationTest {
    private final DatabasePair pair = SharedPostgres.pair();
    private final MovexDataSource dataSource;
    private final Migration migration;

    MovexHttpAutoConfigurationTest() throws Exception {
        for (Side side : Side.values()) {
            try (Connection connection = pair.of(side).dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY)");
            }
        }
        Databases databases = Databases.of(pair.src(), pair.dst());
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            Plan plan = PlanReader.read(
                            "embedded",
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
            dataSource = MovexDataSource.open(DoubleWriteConfig.of("test"), plan, pair.src(), pair.dst());
            migration = Migration.open(
                    new MigrationConfig(plan, PlanOptions.all(), databases, Settings.shortened()),
                    dataSource.members());
        }
    }

    @AfterAll
    void close() {
        migration.close();
        dataSource.close();
        pair.close();
    }

    private Application application(Map<String, Object> settings) {
        return new Application(settings, context -> context.registerBean(Migration.class, () -> migration));
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
