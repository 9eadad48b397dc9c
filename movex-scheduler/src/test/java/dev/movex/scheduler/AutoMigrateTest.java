package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.testkit.fault.TcpRelay;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Verdict;
import dev.movex.testkit.shop.Pace;
import dev.movex.testkit.shop.Shop;
import dev.movex.testkit.shop.ShopSizes;
import dev.movex.testkit.shop.ShopWriters;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoMigrateTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aLiveShopGoesAllTheWayAndLosesNothing() throws Exception {
        Shop.create(lab.pair.src(), ShopSizes.ofOrders(2_000));
        Shop.createEmpty(lab.pair.dst());
        Ledger ledger = Shop.openLedger(lab.pair.src());
        Lab.Process process = lab.start();
        try (ShopWriters writers = ShopWriters.start(process.dataSource(), 4, Pace.of(150), ledger)) {
            process.migration().autoMigrate("test", MigrationState.DST_FIRST);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> !process.migration().activity().contains("auto-migrate"));
            assertThat(process.migration().state()).isEqualTo(MigrationState.DST_FIRST);
            process.migration().autoMigrate("test");
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> process.migration().state() == MigrationState.COMPLETED);
            writers.stop();
            assertThat(writers.stats().firstFailures()).isEmpty();
            assertThat(writers.stats().failures()).isZero();
        }
        Verdict verdict = new Oracle(ledger).judge(lab.pair.dst());
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(lab.events)
                .as("nobody damaged anything, so nothing may be reported")
                .isEmpty();
        assertThat(process.migration().transitions())
                .extracting(Transition::to)
                .containsExactly(
                        MigrationState.SRC_ONLY,
                        MigrationState.SRC_FIRST,
                        MigrationState.DST_FIRST,
                        MigrationState.DST_ONLY,
                        MigrationState.COMPLETED);
    }

    @Test
    void itHoldsWithAReasonWhileTheTargetIsGoneAndLosesNothing() throws Exception {
        Shop.create(lab.pair.src(), ShopSizes.ofOrders(1_000));
        Shop.createEmpty(lab.pair.dst());
        Ledger ledger = Shop.openLedger(lab.pair.src());
        try (TcpRelay relay =
                TcpRelay.to("127.0.0.1", lab.pair.of(Side.DST).server().port())) {
            Lab.Process process = lab.start(
                    Lab.QUICK,
                    Databases.of(
                            lab.pool(Side.SRC, lab.pair.of(Side.SRC).server().port()),
                            lab.pool(Side.DST, relay.port())),
                    relay.port());
            try (ShopWriters writers = ShopWriters.start(process.dataSource(), 4, Pace.of(100), ledger)) {
                process.migration().autoMigrate("test", MigrationState.SRC_FIRST);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !process.migration().activity().contains("auto-migrate"));
                relay.down();
                process.migration().autoMigrate("test", MigrationState.DST_FIRST);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> process.migration().hold() != null
                                && process.migration().stats().journalRows() > 0);
                assertThat(process.migration().state()).isEqualTo(MigrationState.SRC_FIRST);
                relay.restore();
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> process.migration().state() == MigrationState.DST_FIRST);
                writers.stop();
                assertThat(writers.stats().firstFailures())
                        .as("the application never hears of a dead secondary")
                        .isEmpty();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> process.migration().stats().journalRows() == 0);
            Verdict verdict = new Oracle(ledger).judge(lab.pair.src(), lab.pair.dst());
            assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        }
    }

    @Test
    void theAuthorityDoesNotMoveWhileThePoolOfTheApplicationIsDead() throws Exception {
        lab.withTables(50);
        try (TcpRelay relay =
                TcpRelay.to("127.0.0.1", lab.pair.of(Side.DST).server().port())) {
            // Movex's own connections go straight to the target, those of the application through the relay
            Lab.Process process = lab.start(Lab.QUICK, lab.databases(), relay.port());
            process.migration().autoMigrate("test", MigrationState.SRC_FIRST);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !process.migration().activity().contains("auto-migrate"));
            relay.down();
            assertThat(process.migration().gates(MigrationState.DST_FIRST))
                    .anyMatch(g -> g.gate().equals("target answers") && !g.passed());
            assertThatThrownBy(() -> process.migration().move(MigrationState.DST_FIRST, "test", "I know better", true))
                    .as("no reason lets an application write where it can't")
                    .asInstanceOf(type(MoveRefusedException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("NOT_OVERRIDABLE"))
                    .satisfies(e -> assertThat(e.remedy()).contains("target answers"));
            relay.restore();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(process.migration().gates(MigrationState.DST_FIRST))
                            .anyMatch(g -> g.gate().equals("target answers") && g.passed()));
        }
    }

    @Test
    void aNewProcessGoesOnWhereTheOldOneStopped() throws Exception {
        lab.withTables(500);
        Lab.Process first = lab.start();
        first.migration().autoMigrate("test", MigrationState.SRC_FIRST);
        await().atMost(Duration.ofSeconds(30)).until(() -> first.migration().state() == MigrationState.SRC_FIRST);
        first.migration().startCopy("test");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !first.migration().activity().contains("copy"));
        long copied = first.migration().stats().rowsCopied();
        first.migration().startIncremental(0, 20, "test");
        await().atMost(Duration.ofSeconds(30)).until(() -> windows(first).passed());
        first.close();

        Lab.Process second = lab.start();
        assertThat(second.migration().state()).isEqualTo(MigrationState.SRC_FIRST);
        assertThat(second.migration().epoch()).isEqualTo(2);
        assertThat(second.migration().transitions()).hasSize(2);
        assertThat(second.migration().stats().rowsCopied()).isEqualTo(copied);
        assertThat(second.migration().gates(MigrationState.DST_FIRST))
                .anyMatch(g -> g.gate().equals("copy proven") && g.passed());
        assertThat(windows(second).passed())
                .as("clean windows are not forgotten: %s", windows(second))
                .isTrue();
        second.execute("INSERT INTO parent (name, utime) VALUES ('second', 1)");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'second'") == 1);
    }

    private static GateResult windows(Lab.Process process) {
        return process.migration().gates(MigrationState.DST_FIRST).stream()
                .filter(g -> g.gate().equals("incremental validation"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void autoPromotionMovesAsSoonAsTheGatesPassAndNotBefore() throws Exception {
        lab.withTables(50);
        Lab.Process process = lab.start(Lab.QUICK.withAutoPromotion(true));
        process.migration().move(MigrationState.SRC_ONLY, "test", "", false);
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        process.migration().startIncremental(0, 50, "test");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> process.migration().stats().incrValidationRuns() > 3);
        assertThat(process.migration().state()).as("nothing is copied yet").isEqualTo(MigrationState.SRC_FIRST);
        process.migration().startCopy("test");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !process.migration().activity().contains("copy"));
        process.migration().startFull("test");
        await().atMost(Duration.ofSeconds(30)).until(() -> process.migration().state() == MigrationState.DST_FIRST);
        await().atMost(Duration.ofSeconds(10)) // the state is there before the note of it
                .untilAsserted(() -> assertThat(process.migration().transitions())
                        .anyMatch(t -> t.who().equals("auto-promotion") && t.to() == MigrationState.DST_FIRST));
    }
}
