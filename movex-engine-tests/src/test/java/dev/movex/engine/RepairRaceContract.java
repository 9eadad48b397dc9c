package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.control.Authority;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The races between a repair and the application, each forced. */
abstract class RepairRaceContract {
    private static final DirtyKey ONE = key("item", "1");
    private static final DirtyKey TWO = key("item", "2");
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, note text)");
    }

    private Background<RepairResult> repairInBackground(Steps steps, DirtyKey... keys) {
        return Background.of(() -> lab.repairer(Hooks.real().withSteps(steps)).repair(List.of(keys), lab::authority));
    }

    @Test
    void anOldImageIsNotWrittenOverANewerRow() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'old')");
        Gate gate = new Gate(Step.REPAIR_BASE_LOCKED);
        Background<RepairResult> repair = repairInBackground(gate, ONE);
        gate.awaitReached();
        Background<Boolean> write = Background.of(() -> {
            try (DualWrite dual = new DualWrite(lab)) {
                dual.base("UPDATE item SET note = 'new' WHERE id = 1");
                dual.journal(ONE);
                dual.other("INSERT INTO item VALUES (1, 'a', 'new') ON CONFLICT (id) DO UPDATE SET note = 'new'");
                dual.commit();
                return true;
            }
        });
        lab.awaitDoneOrLocked(write);
        gate.open();
        repair.get();
        write.get();
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aRowThatIsInsertedBetweenTheLooksIsNotDeleted() throws Exception {
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', 'left over')");
        Gate gate = new Gate(Step.REPAIR_BASE_LOCKED);
        Background<RepairResult> repair = repairInBackground(gate, ONE);
        gate.awaitReached();
        try (DualWrite dual = new DualWrite(lab)) {
            dual.base("INSERT INTO item VALUES (1, 'a', 'new')");
            dual.journal(ONE);
            dual.other("INSERT INTO item VALUES (1, 'a', 'new') ON CONFLICT (id) DO UPDATE SET note = 'new'");
            dual.commit();
        }
        gate.open();
        assertThat(repair.get().count(Kind.EQUAL)).isEqualTo(1);
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,a,new)");
    }

    @Test
    void aRowThatIsInsertedAfterTheLooksIsNotDeleted() throws Exception {
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', 'left over')");
        Gate gate = new Gate(Step.REPAIR_DECIDED);
        Background<RepairResult> repair = repairInBackground(gate, ONE);
        gate.awaitReached();
        Background<Boolean> write = Background.of(() -> {
            try (DualWrite dual = new DualWrite(lab)) {
                dual.base("INSERT INTO item VALUES (1, 'a', 'new')");
                dual.journal(ONE);
                dual.other("INSERT INTO item VALUES (1, 'a', 'new') ON CONFLICT (id) DO UPDATE SET note = 'new'");
                dual.commit();
                return true;
            }
        });
        lab.awaitDoneOrLocked(write);
        gate.open();
        repair.get();
        write.get();
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,a,new)");
    }

    @Test
    void aRowThatIsDeletedAfterTheBaseWasReadDoesNotComeBack() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'a', 'x')");
        lab.exec(Side.DST, "UPDATE item SET note = 'differs' WHERE id = 1");
        Gate gate = new Gate(Step.REPAIR_BASE_LOCKED);
        Background<RepairResult> repair = repairInBackground(gate, ONE);
        gate.awaitReached();
        Background<Boolean> delete = Background.of(() -> {
            DualWrite.whole(lab, "DELETE FROM item WHERE id = 1", ONE);
            return true;
        });
        lab.awaitDoneOrLocked(delete);
        gate.open();
        repair.get();
        delete.get();
        assertThat(lab.rows(Side.SRC, "item")).isEmpty();
        assertThat(lab.rows(Side.DST, "item")).isEmpty();
    }

    @Test
    void twoRepairersOfOneKeyComeOneAfterTheOther() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'b', 'x'), (2, 'a', 'y')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', 'x'), (2, 'b', 'y')");
        Gate gate = new Gate(Step.REPAIR_DECIDED);
        Background<RepairResult> first = repairInBackground(gate, ONE, TWO);
        gate.awaitReached();
        Background<RepairResult> second = repairInBackground(Steps.none(), TWO, ONE);
        lab.awaitDoneOrLocked(second);
        assertThat(second.isDone()).isFalse();
        gate.open();
        assertThat(first.get().settled(List.of(ONE, TWO))).isTrue();
        assertThat(second.get().settled(List.of(ONE, TWO))).isTrue();
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aSwapOfUniqueValuesThatComesDuringARepairIsNotTornApart() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'a', 'x'), (2, 'b', 'y')");
        lab.exec(Side.DST, "UPDATE item SET note = 'differs' WHERE id = 1");
        Gate gate = new Gate(Step.REPAIR_BASE_LOCKED);
        Background<RepairResult> repair = repairInBackground(gate, ONE);
        gate.awaitReached();
        Background<Boolean> swap = Background.of(() -> {
            try (DualWrite write = new DualWrite(lab)) {
                write.base("UPDATE item SET code = 'away' WHERE id = 2");
                write.base("UPDATE item SET code = 'b' WHERE id = 1");
                write.base("UPDATE item SET code = 'a' WHERE id = 2");
                write.journal(ONE, TWO);
                write.other("DELETE FROM item WHERE id IN (1, 2)");
                write.other("INSERT INTO item VALUES (1, 'b', 'x'), (2, 'a', 'y')");
                write.commit();
                return true;
            }
        });
        lab.awaitDoneOrLocked(swap);
        assertThat(swap.isDone()).isFalse();
        gate.open();
        repair.get();
        swap.get();
        assertThat(lab.rows(Side.SRC, "item")).containsExactly("(1,b,x)", "(2,a,y)");
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aKeyOnNeitherSideIsNotForgottenWhileTheTargetsInsertIsUncommitted() throws Exception {
        try (DualWrite late = new DualWrite(lab)) {
            // a copier's chunk, say, with the image of a row that the base has deleted meanwhile
            late.other("INSERT INTO item VALUES (1, 'a', 'old image')");
            CountDownLatch waiting = new CountDownLatch(1);
            Hooks hooks = Hooks.real().withPauser(time -> {
                waiting.countDown();
                Pauser.real().pause(time);
            });
            Background<RepairResult> repair =
                    Background.of(() -> lab.repairer(hooks).repair(List.of(ONE), lab::authority));
            await().until(() -> repair.isDone() || waiting.getCount() == 0);
            late.commitOther();
            assertThat(repair.get().count(Kind.DELETED)).isEqualTo(1);
        }
        assertThat(lab.rows(Side.DST, "item")).isEmpty();
    }

    @Test
    void aKeyOnNeitherSideIsNotSettledWhileATransactionStaysOpen() throws Exception {
        try (DualWrite open = new DualWrite(lab)) {
            open.other("INSERT INTO item VALUES (7, 'x', 'open')");
            RepairResult result = lab.repairer(
                            Hooks.real(), RepairOptions.standard().withHorizonWait(Duration.ofMillis(100)))
                    .repair(List.of(ONE), lab::authority);
            assertThat(result.settled(List.of(ONE))).isFalse();
            assertThat(result.outcome(ONE).reason()).startsWith("HORIZON_NOT_PASSED");
        }
        assertThat(lab.repair(ONE).count(Kind.GONE)).isEqualTo(1);
    }

    @Test
    void twoRowsThatSwappedTheirUniqueValuesAreRepaired() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'b', 'x'), (2, 'a', 'y')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', 'x'), (2, 'b', 'y')");
        assertThat(lab.repair(ONE).settled(List.of(ONE))).isTrue();
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aUniqueValueThatASurplusRowHoldsIsTakenFromIt() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'x')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (2, 'a', 'gone on the source')");
        assertThat(lab.repair(ONE).count(Kind.WRITTEN)).isEqualTo(1);
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aRingOfUniqueValuesIsRepaired() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'b', ''), (2, 'c', ''), (3, 'd', ''), (4, 'a', '')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', ''), (2, 'b', ''), (3, 'c', ''), (4, 'd', '')");
        assertThat(lab.repair(ONE, TWO, key("item", "3"), key("item", "4")).settled(List.of(ONE, TWO)))
                .isTrue();
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aRingThatOneKeyIsPartOfIsFollowedToItsEnd() throws Exception {
        for (int n = 1; n <= 9; n++) {
            lab.exec(Side.SRC, "INSERT INTO item VALUES (" + n + ", 'c" + n + "', '')");
            lab.exec(Side.DST, "INSERT INTO item VALUES (" + n + ", 'c" + (n % 9 + 1) + "', '')");
        }
        assertThat(lab.repair(ONE).count(Kind.WRITTEN)).isEqualTo(9);
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void nothingIsWrittenWhenTheBaseHasBeenClosed() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'x')");
        lab.control(Side.SRC, 1, false);
        assertThat(lab.repair(ONE).count(Kind.REFUSED)).isEqualTo(1);
        assertThat(lab.rows(Side.DST, "item")).isEmpty();
    }

    @Test
    void nothingIsWrittenWhenTheTargetIsAtAnotherEpoch() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'x'), (2, 'b', 'y')");
        lab.control(Side.DST, 2, true);
        assertThat(lab.repair(ONE, TWO).count(Kind.REFUSED)).isEqualTo(2);
        assertThat(lab.rows(Side.DST, "item")).isEmpty();
    }

    @Test
    void anEpochThatPassedWhileTheBaseStayedIsTakenUp() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'x')");
        Authority before = lab.authority();
        lab.control(Side.SRC, 2, true);
        lab.control(Side.DST, 2, false);
        AtomicReference<Authority> known = new AtomicReference<>(before);
        RepairResult result = lab.repairer(Hooks.real()).repair(List.of(ONE), () -> {
            Authority now = known.get();
            known.set(Authority.under(Pattern.SRC_FIRST, 2));
            return now;
        });
        assertThat(result.count(Kind.WRITTEN)).isEqualTo(1);
    }

    @Test
    void theBaseCannotBeClosedBeforeTheTargetIsCommitted() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'x')");
        Gate gate = new Gate(Step.REPAIR_TARGET_COMMITTED);
        Background<RepairResult> repair = repairInBackground(gate, ONE);
        gate.awaitReached();
        assertThat(lab.fenceFree(Side.SRC)).isFalse();
        gate.open();
        repair.get();
        assertThat(lab.fenceFree(Side.SRC)).isTrue();
    }

    @Test
    void theTargetsRowIsWrittenAfterTheBaseWasChanged() throws Exception {
        // the direction is that of the base: from the target once it is the primary
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        lab.authority(Authority.under(Pattern.DST_FIRST, 2));
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'old')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', 'new')");
        lab.repair(ONE);
        assertThat(lab.rows(Side.SRC, "item")).containsExactly("(1,a,new)");
    }

    @Test
    void aRowThatStaysLockedIsDeadWithItsReasonAndTheOthersAreRepaired() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item SELECT n, n::text, 'x' FROM generate_series(1, 40) n");
        lab.exec(Side.DST, "INSERT INTO item SELECT n, n::text, 'y' FROM generate_series(1, 40) n");
        try (DualWrite writer = new DualWrite(lab)) {
            writer.other("UPDATE item SET note = 'z' WHERE id = 17");
            List<DirtyKey> keys = java.util.stream.IntStream.rangeClosed(1, 40)
                    .mapToObj(n -> key("item", String.valueOf(n)))
                    .toList();
            RepairResult result = lab.repairer(
                            Hooks.real(),
                            RepairOptions.standard().withAttempts(2).withLockWait(Duration.ofMillis(50)))
                    .repair(keys, lab::authority);
            assertThat(result.count(Kind.WRITTEN)).isEqualTo(39);
            assertThat(result.outcome(key("item", "17")).kind()).isEqualTo(Kind.DEAD);
            assertThat(result.outcome(key("item", "17")).reason())
                    .startsWith("LOCKED: ")
                    .containsAnyOf("55P03", "1205");
        }
    }
}
