package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ServerFacts;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.SharedPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pause and resume, dry runs, the way back from anywhere, and servers that are not what they were. */
class StewardshipTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private static void auto(Lab.Process process, MigrationState until) {
        process.migration().autoMigrate("test", until);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> process.migration().state() == until
                        && process.migration().wanted() == null);
    }

    @Test
    void aPauseHoldsWithItsReasonUntilItIsResumed() throws Exception {
        lab.withTables(50);
        Lab.Process process = lab.start(Lab.QUICK.withSoak(Duration.ofSeconds(2)));
        Migration migration = process.migration();
        assertThatThrownBy(() -> migration.pauseAutoMigrate("alice", "why"))
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("NOT_RUNNING");
        migration.autoMigrate("test", MigrationState.DST_FIRST);
        await().atMost(Duration.ofSeconds(30)).until(() -> migration.state() == MigrationState.SRC_FIRST);
        migration.pauseAutoMigrate("alice", "end of the month");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> String.valueOf(migration.hold()).contains("paused: end of the month (alice)"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> migration.gates(MigrationState.DST_FIRST).stream()
                        .anyMatch(gate -> gate.gate().equals("soak") && gate.passed()));
        assertThat(migration.state()).isEqualTo(MigrationState.SRC_FIRST);
        migration.resumeAutoMigrate("alice");
        await().atMost(Duration.ofSeconds(30)).until(() -> migration.state() == MigrationState.DST_FIRST);
        assertThat(migration.auditTrail())
                .extracting(AuditEntry::what)
                .contains("auto_migrate_wanted", "auto_migrate_paused", "auto_migrate_resumed");
    }

    @Test
    void aDryRunListsTheStepsAndChangesNothing() throws Exception {
        lab.withTables(50);
        Migration migration = lab.start().migration();
        assertThat(migration.dryRuns().move(MigrationState.SRC_ONLY).possible()).isTrue();
        assertThat(migration.state()).isEqualTo(MigrationState.INITIAL);
        migration.move(MigrationState.SRC_ONLY, "test", "", false);
        assertThat(migration.dryRuns().move(MigrationState.SRC_FIRST).steps())
                .contains("end the sessions of the source of members that have not acknowledged epoch 2");
        migration.move(MigrationState.SRC_FIRST, "test", "", false);
        assertThat(migration.dryRuns().copy().steps())
                .allMatch(step -> step.startsWith("copy public."))
                .hasSize(2);
        DryRun dryRun = migration.dryRuns().move(MigrationState.DST_FIRST);
        assertThat(dryRun.possible()).as("nothing is copied").isFalse();
        assertThat(dryRun.steps())
                .containsSubsequence(
                        "control row of the source: write the intent",
                        "raise the counters of the target",
                        "hold new transactions of all members",
                        "control row of the source: close it, raise it to epoch 3",
                        "repair what the journal of the source names, until it is empty",
                        "control row of the target: open it, write state dst_first (the point of no return)",
                        "let all members work under dst_first, epoch 3");
        assertThat(migration.dryRuns().move(MigrationState.DST_ONLY).possible()).isFalse();
        assertThat(migration.dryRuns().autoMigrate(MigrationState.DST_ONLY).steps())
                .containsExactly(
                        "in src_first: copy what is not proven, validate, and wait for the gates to dst_first",
                        "move from src_first to dst_first",
                        "in dst_first: copy what is not proven, validate, and wait for the gates to dst_only",
                        "move from dst_first to dst_only");
        assertThat(migration.dryRuns().autoMigrate(MigrationState.SRC_ONLY).steps())
                .containsExactly("move from src_first to src_only");
        assertThat(migration.epoch()).isEqualTo(2);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM movex.control WHERE intent IS NULL AND epoch = 2"))
                .isEqualTo(1);
    }

    @Test
    void aProcessThatDidNothingLearnsOfTheMovesOfAnother() throws Exception {
        lab.withTables(10);
        Automation often = Automation.standard().withTimes(Duration.ofMillis(300), 3, Duration.ofSeconds(15));
        Migration mover = lab.start(Lab.QUICK.withAutomation(often)).migration();
        Lab.Process watcher = lab.start(Lab.QUICK.withAutomation(often));
        for (MigrationState to : List.of(MigrationState.SRC_ONLY, MigrationState.SRC_FIRST)) {
            mover.move(to, "test", "", false);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> watcher.migration().state() == to);
        }
        mover.startCopy("test");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> watcher.migration().gates(MigrationState.DST_FIRST).stream()
                        .anyMatch(gate -> gate.gate().equals("copy proven") && gate.passed()));
        assertThat(watcher.migration().transitions()).hasSize(2);
        assertThat(watcher.migration().epoch()).isEqualTo(2);
        watcher.execute("INSERT INTO parent (name, utime) VALUES ('by the watcher', 1)");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'by the watcher'") == 1);
    }

    @Test
    void anAbortGoesBackFromTheTargetAloneAndBringsItsWritesHome() throws Exception {
        lab.withTables(100);
        Lab.Process process = lab.start();
        auto(process, MigrationState.DST_ONLY);
        process.execute("INSERT INTO parent (name, utime) VALUES ('target alone', 1)");
        process.migration().abort("alice", "the target is too slow");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> process.migration().state() == MigrationState.SRC_ONLY
                        && process.migration().wanted() == null);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM parent WHERE name = 'target alone'"))
                .isEqualTo(1);
        assertThat(process.migration().activity()).doesNotContain("auto-migrate", "copy", "full");
        assertThat(process.migration().auditTrail())
                .anyMatch(entry -> entry.what().equals("abort") && entry.why().equals("the target is too slow"));
        auto(process, MigrationState.DST_FIRST);
    }

    @Test
    void aTargetThatIsGoneIsGivenUpAndComesBackUnproven() throws Exception {
        lab.withTables(100);
        int port = lab.pair.of(Side.DST).server().port();
        try (TcpRelay relay = TcpRelay.to("127.0.0.1", port)) {
            Databases databases = Databases.of(
                    lab.pool(Side.SRC, lab.pair.of(Side.SRC).server().port()), lab.pool(Side.DST, relay.port()));
            Lab.Process process = lab.start(Lab.QUICK, databases, relay.port());
            auto(process, MigrationState.SRC_FIRST);
            process.migration().startCopy("test");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> process.migration().progress().stream()
                            .allMatch(table -> table.phase().equals("proven")));
            relay.down();
            process.migration().abort("alice", "the target has burnt down");
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> process.migration().state() == MigrationState.SRC_ONLY);
            process.execute("INSERT INTO parent (name, utime) VALUES ('source alone', 1)");
            process.execute("UPDATE child SET note = 'source alone' WHERE id = 1");
            relay.restore();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> process.migration().wanted() == null);
            process.close();
        }
        Lab.Process renewed = lab.start();
        renewed.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        assertThat(renewed.migration().gates(MigrationState.DST_FIRST))
                .anyMatch(gate -> gate.gate().equals("copy proven") && !gate.passed());
        auto(renewed, MigrationState.DST_FIRST);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'source alone'"))
                .isEqualTo(1);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM child WHERE note = 'source alone'"))
                .isEqualTo(1);
    }

    @Test
    void aGateOfAnotherModuleHasItsSay() throws Exception {
        lab.withTables(10);
        MoveGate gate = new MoveGate() {
            @Override
            public boolean guards(MigrationState from, MigrationState to) {
                return to == MigrationState.SRC_FIRST;
            }

            @Override
            public GateResult ask(MigrationState from, MigrationState to) {
                throw new IllegalStateException("no idea");
            }
        };
        Gates gates = new Gates(
                lab.plan(lab.databases()),
                new EvidenceBook(new Records("lab", lab.databases()), new Records("lab", lab.databases(), Side.SRC)),
                lab.start().dataSource().members(),
                Lab.QUICK,
                Clock.systemUTC(),
                List.of(gate));
        GateInputs in = new GateInputs(
                MigrationState.SRC_ONLY,
                Duration.ZERO,
                Map.of(),
                List.of(),
                0,
                0,
                0,
                Optional.empty(),
                false,
                0,
                "",
                false,
                Rates.NONE,
                "",
                false,
                Optional.empty());
        assertThat(gates.ask(MigrationState.SRC_FIRST, in))
                .anyMatch(result -> !result.passed() && result.reason().contains("no idea"));
        assertThat(gates.ask(MigrationState.SRC_ONLY, in))
                .noneMatch(result -> result.reason().contains("no idea"));
    }

    @Test
    void evidenceIsVoidForAServerThatIsNotWhatItWas() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        ServerFacts before = new ServerFacts("a", "00000001", start, true, false);
        assertThat(ServerWatch.happened(Side.SRC, before, before)).isEmpty();
        assertThat(ServerWatch.happened(
                        Side.SRC, before, new ServerFacts("a", "00000001", start.plusSeconds(600), true, false)))
                .as("a durable server may be started again")
                .isEmpty();
        assertThat(ServerWatch.happened(
                        Side.SRC, before, new ServerFacts("a", "00000001", start.plusSeconds(600), false, false)))
                .isPresent();
        assertThat(ServerWatch.happened(Side.SRC, before, new ServerFacts("a", "00000002", start, true, false)))
                .isPresent();
        assertThat(ServerWatch.happened(Side.SRC, before, new ServerFacts("b", "00000001", start, true, false)))
                .isPresent();
    }

    @Test
    void aServerThatIsStartedAgainWithoutDurableCommitsVoidsWhatWasProven() throws Exception {
        try (EmbeddedPostgresServer server =
                        EmbeddedPostgresServer.builder().durable(false).start();
                Database target = Database.create(server, "movex_lab_target");
                Database source = SharedPostgres.database();
                Lab own = new Lab(new DatabasePair(source, target))) {
            own.withTables(50);
            Automation often = Automation.standard().withTimes(Duration.ofMillis(300), 3, Duration.ofSeconds(15));
            Migration migration = own.start(Lab.QUICK.withAutomation(often)).migration();
            migration.autoMigrate("test", MigrationState.DST_FIRST);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> migration.state() == MigrationState.DST_FIRST && migration.wanted() == null);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> own.number(Side.DST, "SELECT count(*) FROM movex.record WHERE kind = 'server'") == 2);
            // starts are told apart to a second or so
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> own.number(
                                    Side.DST, "SELECT extract(epoch FROM now() - pg_postmaster_start_time())::bigint")
                            > 3);
            server.stop();
            server.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> migration.gates(MigrationState.DST_ONLY).stream()
                            .anyMatch(gate -> gate.gate().equals("copy proven") && !gate.passed()));
            await().untilAsserted(() -> assertThat(migration.auditTrail())
                    .anyMatch(entry ->
                            entry.what().equals("evidence_void") && entry.why().contains("target was started again")));
            await().untilAsserted(() -> assertThat(migration.status().lastErrors())
                    .anyMatch(error -> error.code().equals("EVIDENCE_VOID")));
        }
    }
}
