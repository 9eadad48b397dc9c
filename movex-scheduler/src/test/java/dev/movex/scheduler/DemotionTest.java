package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When the migration goes back by itself, and when it does not. */
class DemotionTest {
    private static final Automation ON = Automation.standard()
            .withDemotion(true, false)
            .withRates(new RateLimits(0.1, 0.1, 0.1, 10))
            .withTimes(Duration.ofMillis(400), 2, Duration.ofSeconds(5));

    private static Rates errors(double share) {
        return new Rates(100, share, 0, 0);
    }

    private static Optional<String> judge(Demotion demotion, Rates rates) {
        return demotion.judge(MigrationState.SRC_FIRST, rates, 0);
    }

    @Test
    void aRateMustCrossItsLimitInSeveralWindows() {
        Demotion demotion = new Demotion(ON);
        assertThat(judge(demotion, errors(0.2))).isEmpty();
        assertThat(judge(demotion, errors(0.2)))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("secondary error rate 0.2000 above its limit 0.1000")
                        .contains("2 windows in a row"));
    }

    @Test
    void aRateAboutItsLimitDoesNotStartAnewEachTime() {
        Demotion demotion = new Demotion(ON);
        assertThat(judge(demotion, errors(0.2))).isEmpty();
        assertThat(judge(demotion, errors(0.08)))
                .as("below the limit, not calm")
                .isEmpty();
        assertThat(judge(demotion, errors(0.2))).isPresent();
    }

    @Test
    void aCalmWindowEndsTheRow() {
        Demotion demotion = new Demotion(ON);
        assertThat(judge(demotion, errors(0.2))).isEmpty();
        assertThat(judge(demotion, errors(0.05))).isEmpty();
        assertThat(judge(demotion, errors(0.2))).isEmpty();
    }

    @Test
    void fewTransactionsSayNothingOfRates() {
        Demotion demotion = new Demotion(ON);
        for (int i = 0; i < 5; i++) {
            assertThat(judge(demotion, new Rates(9, 1, 1, 0))).isEmpty();
        }
        assertThat(judge(demotion, new Rates(0, 0, 0, 1))).isEmpty();
        assertThat(judge(demotion, new Rates(0, 0, 0, 1)))
                .as("a primary that does not answer has no transactions")
                .isPresent();
    }

    @Test
    void inconsistenciesCountOnlyAfterASwitchAndOnlyWhereAllowed() {
        Demotion off = new Demotion(ON);
        assertThat(off.judge(MigrationState.DST_FIRST, Rates.NONE, 3)).isEmpty();
        Demotion allowed = new Demotion(ON.withDemotion(true, true));
        assertThat(allowed.judge(MigrationState.SRC_FIRST, Rates.NONE, 3)).isEmpty();
        assertThat(allowed.judge(MigrationState.DST_FIRST, Rates.NONE, 3)).isPresent();
    }

    /** In a real migration. */
    @Nested
    class Real {
        private final Lab lab = new Lab();

        @AfterEach
        void close() throws Exception {
            lab.close();
        }

        /** Windows long enough for some transactions on a machine that has much else to do. */
        private final Automation patient = ON.withRates(new RateLimits(0.1, 0.1, 0.1, 3))
                .withTimes(Duration.ofMillis(1_500), 2, Duration.ofSeconds(5));

        private Lab.Process afterTheSwitch(Automation automation) throws Exception {
            lab.withTables(400);
            Lab.Process process = lab.start(Lab.QUICK.withAutomation(automation).withAutoPromotion(true));
            process.migration().autoMigrate("test", MigrationState.DST_FIRST);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> process.migration().state() == MigrationState.DST_FIRST
                            && process.migration().wanted() == null);
            return process;
        }

        @Test
        void mismatchesLetTheAuthorityGoBackUntilSomebodyResumes() throws Exception {
            Lab.Process process = afterTheSwitch(patient);
            lab.execute(Side.SRC, "DELETE FROM child");
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                lab.execute(Side.SRC, "DELETE FROM child WHERE id <= 20");
                for (int i = 1; i <= 20; i++) {
                    process.execute("UPDATE child SET note = 'changed' WHERE id = " + i);
                }
                return process.migration().state() == MigrationState.SRC_FIRST;
            });
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> process.migration().transitions().size() > 3);
            Transition back = process.migration().transitions().get(3);
            assertThat(back.who()).isEqualTo("auto-demotion");
            assertThat(back.why()).contains("mismatch rate");
            assertThat(process.migration().status().demoted()).contains("mismatch rate");
            awaitOpenGates(process.migration());
            long windows = process.migration().stats().incrValidationRuns();
            await().until(() -> process.migration().stats().incrValidationRuns() > windows + 20);
            assertThat(process.migration().state())
                    .as("nothing stands in the way but the demotion")
                    .isEqualTo(MigrationState.SRC_FIRST);
            process.migration().resumeAutoMigrate("test");
            assertThat(process.migration().status().demoted()).isNull();
        }

        private void awaitOpenGates(Migration migration) {
            if (!migration.activity().contains("incr")) {
                migration.startIncremental(0, 50, "test");
            }
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                boolean open = migration.state() == MigrationState.DST_FIRST
                        || migration.gates(MigrationState.DST_FIRST).stream().allMatch(GateResult::passed);
                if (!open && !migration.activity().contains("full")) {
                    migration.startFull("test");
                }
                return open;
            });
        }

        @Test
        void withoutLeaveItStaysWhereItIs() throws Exception {
            Lab.Process process = afterTheSwitch(patient.withDemotion(false, false));
            lab.execute(Side.SRC, "DELETE FROM child");
            for (int round = 0; round < 4; round++) {
                long before = process.migration().status().rates().transactions();
                for (int i = 1; i <= 20; i++) {
                    process.execute("UPDATE child SET note = 'changed' WHERE id = " + (20 * round + i));
                }
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> process.migration().status().rates().transactions() != before || before == 0);
            }
            assertThat(process.migration().state()).isEqualTo(MigrationState.DST_FIRST);
        }
    }
}
