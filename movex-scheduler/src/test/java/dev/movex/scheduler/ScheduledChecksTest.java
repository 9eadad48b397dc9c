package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the configuration lets the scheduler do by itself besides moving, and what it lets the copy wait for. */
class ScheduledChecksTest {
    private static final Automation OFTEN =
            Automation.standard().withTimes(Duration.ofMillis(200), 3, Duration.ofSeconds(15));

    private final Lab lab = new Lab();

    @BeforeEach
    void create() throws SQLException {
        lab.withTables(300);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private static void toSrcFirst(Migration migration) {
        migration.move(MigrationState.SRC_ONLY, "test", "", true);
        migration.move(MigrationState.SRC_FIRST, "test", "", true);
    }

    private static boolean ran(Migration migration, String kind) {
        return migration.runs().stream()
                .anyMatch(run -> run.kind().equals(kind) && run.startedBy().equals("schedule") && !run.running());
    }

    @Test
    void keysAreComparedOnAScheduleAndBoxesGoOnWithAFullValidation() throws Exception {
        Checks checks = Checks.none()
                .withKeys(Duration.ofMillis(300))
                .withSamples(Duration.ofHours(1), 50)
                .withBoxes(Duration.ofMillis(300), Duration.ofSeconds(20));
        Migration migration =
                lab.start(Lab.QUICK.withAutomation(OFTEN).withChecks(checks)).migration();
        toSrcFirst(migration);
        assertThat(migration.runs())
                .as("nothing is compared before it is copied")
                .noneMatch(r -> !r.kind().equals("copy"));
        migration.startCopy("test");
        await().until(() -> ran(migration, "part") && ran(migration, "box"));
        assertThat(migration.stats().fullValidationRuns()).isPositive();
        lab.execute(Side.DST, "DELETE FROM child WHERE id = 7");
        await().untilAsserted(() -> assertThat(lab.number(Side.DST, "SELECT count(*) FROM child WHERE id = 7"))
                .isEqualTo(1));
        assertThat(lab.events).hasSize(1);
    }

    @Test
    void theCopyWaitsForWhatTheConfigurationSays() throws Exception {
        List<String> problems = new ArrayList<>();
        Settings settings =
                SettingsText.read(Lab.QUICK, Map.of("throttle-running", "8", "throttle-look", "50ms"), problems);
        assertThat(problems).isEmpty();
        Migration migration = lab.start(settings).migration();
        toSrcFirst(migration);
        List<Connection> sleepers = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Connection connection = lab.pair.src().getConnection();
                sleepers.add(connection);
                Statement statement = connection.createStatement();
                CompletableFuture.runAsync(() -> sleep(statement));
            }
            await().until(() ->
                    lab.number(Side.SRC, "SELECT count(*) FROM pg_stat_activity WHERE query = '" + SLEEP + "'") == 12);
            migration.startCopy("test");
            await().until(() -> migration.progress().stream()
                    .anyMatch(t -> String.valueOf(t.throttled()).contains("run on the source")));
            assertThat(migration.activity()).contains("copy");
        } finally {
            for (Connection connection : sleepers) {
                connection.abort(Runnable::run);
            }
        }
        lab.execute(Side.SRC, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = '" + SLEEP + "'");
        await().until(() -> !migration.activity().contains("copy"));
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM child")).isEqualTo(300);
    }

    private static final String SLEEP = "SELECT pg_sleep(900)";

    private static void sleep(Statement statement) {
        try {
            statement.execute(SLEEP);
        } catch (SQLException e) {
            // it is ended
        }
    }

    @Test
    void settingsThatBelongTogetherHaveNamesThatBeginAlike() {
        assertThat(SettingsText.names())
                .contains("soak", "throttle-latency", "checks-keys-interval", "checks-sample-percent")
                .doesNotContain("automation", "throttle", "checks");
        List<String> problems = new ArrayList<>();
        Settings read = SettingsText.read(
                Settings.defaults(),
                Map.of("throttle-replica-lag", "5s", "checks-box-interval", "1h", "checks-box-time", "soon"),
                problems);
        assertThat(read.throttle().replicaLag()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.checks().boxInterval()).isEqualTo(Duration.ofHours(1));
        assertThat(problems).singleElement().asString().contains("'checks-box-time' is not a time");
        assertThat(SettingsText.texts(read)).containsEntry("throttle-replica-lag", "5s");
    }
}
