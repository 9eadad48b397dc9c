package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.scheduler.Migration;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that report on tables and repair rows, against a server that steers a migration. */
@RealPostgres
final class RepairCommandTest {
    private DatabasePair pair;
    private Migration migration;
    private ServedMigration served;
    private String api;

    @BeforeEach
    void serve(DatabasePair databasesOfTest) throws Exception {
        pair = databasesOfTest;
        for (Side side : Side.values()) {
            execute(side, "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
        execute(Side.SRC, "INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, 50) i");
        served = ServedMigration.of("mended", pair);
        migration = served.migration();
        api = served.server().url().replace("/movex", "/api/v1");
        migration.move(MigrationState.SRC_ONLY, "test", "", false);
        migration.move(MigrationState.SRC_FIRST, "test", "", false);
        migration.startCopy("test");
        ended();
    }

    @AfterEach
    void close() {
        served.close();
    }

    private void ended() {
        await().atMost(Duration.ofSeconds(60)).until(() -> migration.activity().isEmpty());
    }

    private void execute(Side side, String text) throws Exception {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private CommandRun run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--url", api));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void theReportIsTheVerdictForPeopleAndMachines() throws Exception {
        assertThat(run("report").out()).contains("table public.orders", "validation: none", "50 rows from SRC, proven");
        migration.startFull("test");
        ended();
        CommandRun equal = run("report", "--migration", "mended");
        assertThat(equal.err()).isEmpty();
        assertThat(equal.out()).contains("compared 50, equal 50", "Every table is proven equal.");
        assertThat(equal.code()).isEqualTo(ExitCode.OK);
        execute(Side.DST, "DELETE FROM orders WHERE id = 7");
        migration.startFull("test");
        ended();
        CommandRun found = run("report", "--json");
        JsonNode table = JsonMapper.shared()
                .readTree(found.out().lines().reduce((a, b) -> b).orElse(""))
                .path("tables")
                .path(0);
        assertThat(table.path("validation")
                        .path("confirmed")
                        .path("target_missing")
                        .asLong())
                .isEqualTo(1);
        assertThat(table.path("validation").path("equal").asLong()).isEqualTo(49);
        assertThat(found.code()).isEqualTo(ExitCode.NEGATIVE);
    }

    @Test
    void whatRepairGaveUpOnIsListedAndTriedAgain() throws Exception {
        execute(Side.DST, "DELETE FROM orders WHERE id = 7");
        execute(Side.DST, "ALTER TABLE orders ADD CONSTRAINT strict CHECK (id <> 7)");
        assertThat(run("repair").out()).contains("given up on no row");
        migration.startFull("test");
        ended();
        await().atMost(Duration.ofSeconds(60)).until(() -> run("repair").code() == ExitCode.NEGATIVE);
        assertThat(run("repair").out()).contains("public.orders [\"7\"] target_missing: CONSTRAINT", "1 times since");
        assertThat(run("repair", "--table", "public.orders", "--key", "7").out())
                .contains("public.orders [\"7\"] dead: CONSTRAINT");
        execute(Side.DST, "ALTER TABLE orders DROP CONSTRAINT strict");
        assertThat(run("repair", "--retry").out()).contains("1 rows are tried again");
        await().atMost(Duration.ofSeconds(60)).until(() -> run("repair").code() == ExitCode.OK);
        assertThat(run("repair", "--table", "public.orders", "--key", "7", "--key", "8")
                        .out())
                .contains("public.orders [\"7\"] equal", "public.orders [\"8\"] equal");
    }

    @Test
    void aRehearsalTellsHowLongWritersWereHeldAndDecidesNothing() {
        CommandRun rehearsed = run("rehearse", "--rounds", "2", "--reason", "before the night", "--json");
        assertThat(rehearsed.code()).as(rehearsed.err()).isEqualTo(ExitCode.OK);
        assertThat(rehearsed.err()).contains("2 rounds to dst_first", "writers were held", "both fences are closed");
        JsonNode object = JsonMapper.shared()
                .readTree(rehearsed.out().lines().reduce((a, b) -> b).orElse(""));
        assertThat(object.path("pause").path("p50").asDouble()).isPositive();
        assertThat(migration.state()).isEqualTo(MigrationState.SRC_FIRST);
        assertThat(migration.auditTrail())
                .anySatisfy(entry -> assertThat(entry.why()).startsWith("before the night: 2 rounds"));
        assertThat(run("rehearse", "--rounds", "0").code()).isEqualTo(2);
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        execute(Side.DST, "UPDATE orders SET note = 'other' WHERE id = 3");
        execute(Side.DST, "DELETE FROM orders WHERE id = 4");
        CommandRun dry = run("repair", "--table", "public.orders", "--key", "3", "--key", "[\"4\"]", "--dry-run");
        assertThat(dry.out()).contains("public.orders [\"3\"] update (note)", "public.orders [\"4\"] insert");
        CommandRun done = run(
                "repair", "--table", "public.orders", "--key", "3", "--key", "4", "--undo-name", "by hand", "--json");
        assertThat(done.out()).contains("\"outcome\":\"written\"");
        assertThat(run("repair", "--table", "public.order", "--key", "3").err()).contains("UNKNOWN_KEY");
        assertThat(run("repair", "--table", "public.orders").code()).isEqualTo(2);
        assertThat(CommandRun.of("report", "--url", served.server().url()).err())
                .contains("NOT_MOVEX");
    }
}
