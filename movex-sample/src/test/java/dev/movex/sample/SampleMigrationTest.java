package dev.movex.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.scheduler.Migration;
import dev.movex.springboot.MigrationRegistry;
import dev.movex.springboot.embed.BreakerClosed;
import dev.movex.springboot.embed.BreakerOpened;
import dev.movex.springboot.embed.MoveCompleted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The sample application, through a migration while it writes. */
final class SampleMigrationTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Orders, changes and cancels until it is told to end. */
    private static final class Customers implements AutoCloseable {
        private final AtomicReference<Throwable> failed = new AtomicReference<>();
        private final List<Long> kept = new ArrayList<>();
        private final Thread thread;
        private volatile boolean closed;

        Customers(Shop shop) {
            thread = new Thread(() -> run(shop));
            thread.start();
        }

        private void run(Shop shop) {
            try {
                for (int i = 0; !closed; i++) {
                    long id = shop.order("customer " + i, i);
                    shop.change(id, i + 1);
                    if (i % 3 == 0) {
                        shop.cancel(id);
                    } else {
                        kept.add(id);
                    }
                }
            } catch (Throwable e) {
                failed.set(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
            assertThat(failed.get()).isNull();
        }
    }

    @Test
    void theShopMovesWhileItIsOpen() throws Exception {
        try (Sample sample = new Sample(Map.of())) {
            sample.shop().order("before", 1);
            assertThat(sample.read(Side.SRC, "SELECT version FROM flyway_schema_history"))
                    .containsExactly("1");
            Migration migration = sample.context()
                    .getBean(MigrationRegistry.class)
                    .find("shop")
                    .orElseThrow();
            try (Customers customers = new Customers(sample.shop())) {
                migration.autoMigrate("test", MigrationState.DST_FIRST);
                await().atMost(LIMIT).until(() -> migration.state() == MigrationState.DST_FIRST);
                await().atMost(LIMIT).until(() -> customers.kept.size() > 20);
            }
            await().atMost(LIMIT).until(() -> migration.stats().journalRows() == 0);
            assertThat(sample.orders(Side.DST)).isNotEmpty().isEqualTo(sample.orders(Side.SRC));
            long now = sample.shop().order("after", 1);
            assertThat(sample.read(Side.DST, "SELECT customer FROM purchase_order WHERE id = " + now))
                    .containsExactly("after");
            await().atMost(LIMIT).until(() -> sample.published(MoveCompleted.class) == 3);
            assertThat(sample.get("/actuator/movex").at("/shop/state").stringValue())
                    .isEqualTo("dst_first");
            assertThat(sample.get("/actuator/movex/shop").at("/current_state").stringValue())
                    .isEqualTo("dst_first");
            assertThat(sample.get("/api/v1/migrations/shop/moves").get("items").size())
                    .isEqualTo(3);
            assertThat(sample.get("/actuator/metrics/movex.doublewrite.mirrored")
                            .toString())
                    .contains("measurements");
        }
    }

    @Test
    void aSecondaryThatIsAwayIsToldAndLeavesTheApplicationUp() throws Exception {
        try (Sample sample = new Sample(Map.of())) {
            Migration migration =
                    sample.context().getBean(MigrationRegistry.class).all().get(0);
            migration.move(MigrationState.SRC_ONLY, "test", "", true);
            migration.move(MigrationState.SRC_FIRST, "test", "to see", true);
            sample.lineToTarget().down();
            var health = sample.get("/actuator/health");
            assertThat(health.get("status").stringValue()).isEqualTo("UP");
            assertThat(health.at("/components/movex/details/shop/src").stringValue())
                    .isEqualTo("ok");
            assertThat(health.at("/components/movex/details/shop/dst").stringValue())
                    .isNotEqualTo("ok");
            assertThat(sample.get("/actuator/health/liveness").toString()).doesNotContain("movex");
            await().atMost(LIMIT).until(() -> {
                assertThat(sample.shop().order("meanwhile", 1)).isPositive();
                return sample.published(BreakerOpened.class) == 1;
            });
            assertThat(sample.published(BreakerClosed.class)).isZero();
            sample.lineToTarget().restore();
            await().atMost(LIMIT).until(() -> {
                sample.shop().order("again", 1);
                return sample.published(BreakerClosed.class) == 1;
            });
        }
    }

    @Test
    void flywayAndLiquibaseChangeTablesPastMovex() throws Exception {
        Map<String, String> liquibase = Map.of(
                "spring.liquibase.enabled", "true",
                "spring.liquibase.change-log", "classpath:/db/liquibase/orders.sql",
                "spring.flyway.baseline-on-migrate", "true",
                "spring.flyway.baseline-version", "0",
                "movex.data-sources.dataSource.exclude", "flyway_*,databasechangelog*,liquibase_*");
        try (Sample sample = new Sample(liquibase)) {
            assertThat(sample.read(Side.SRC, "SELECT id FROM databasechangelog"))
                    .containsExactly("1");
            assertThat(sample.context().getBean(DataSource.class)).isNotInstanceOf(HikariDataSource.class);
            assertThat(sample.context().getBean(SpringLiquibase.class).getDataSource())
                    .isInstanceOf(HikariDataSource.class);
            assertThat(sample.context().getBean(Flyway.class).getConfiguration().getDataSource())
                    .isInstanceOf(HikariDataSource.class);
        }
    }

    @Test
    void theKillSwitchLeavesThePlainPool() throws Exception {
        try (Sample sample = new Sample(Map.of("movex.enabled", "false"))) {
            assertThat(sample.context().getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
            assertThat(sample.context().getBeansOfType(MigrationRegistry.class)).isEmpty();
            assertThat(sample.shop().order("plain", 1)).isPositive();
        }
    }
}
