package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.repair.JournalSweeper;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.SweepResult;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class JournalSweeperContract {
    private static final DirtyKey ONE = key("item", "1");
    private static final DirtyKey TWO = key("item", "2");
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, note text)");
    }

    /** A transaction whose process died between the two commits. */
    private void leftBehind(String sql, DirtyKey... keys) throws Exception {
        try (DualWrite write = new DualWrite(lab)) {
            write.base(sql);
            write.journal(keys);
            write.commitBase();
        }
    }

    @Test
    void whatACrashLeftBehindIsBroughtOverAndCleared() throws Exception {
        leftBehind("INSERT INTO item VALUES (1, 'x'), (2, 'y')", ONE, TWO);
        leftBehind("DELETE FROM item WHERE id = 2", TWO);
        SweepResult swept = lab.sweeper(Duration.ZERO).sweep(lab::authority);
        assertThat(swept.removed()).isEqualTo(2);
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,x)");
        assertThat(lab.journalRows(Side.SRC)).isZero();
    }

    @Test
    void youngRowsAreLeftToTheirOwnProcessUnlessItReportsThem() throws Exception {
        leftBehind("INSERT INTO item VALUES (1, 'x')", ONE);
        JournalSweeper sweeper = lab.sweeper(Duration.ofMinutes(5));
        assertThat(sweeper.sweep(lab::authority).rows()).isZero();
        sweeper.report(Long.parseLong(
                lab.query(Side.SRC, "SELECT id FROM movex.journal").get(0)));
        assertThat(sweeper.sweep(lab::authority).removed()).isEqualTo(1);
    }

    @Test
    void anApplierPassesOverWhatTheApplicationHasLocked() throws Exception {
        leftBehind("INSERT INTO item VALUES (1, 'x'), (2, 'y')", ONE, TWO);
        KeyRepair passingOver =
                lab.repairer(Hooks.real(), RepairOptions.standard().passingOver());
        JournalSweeper sweeper = lab.sweeper(Duration.ofMinutes(5));
        try (DualWrite reader = new DualWrite(lab)) {
            reader.base("SELECT note FROM item WHERE id = 1 FOR UPDATE");
            SweepResult swept = sweeper.apply(lab::authority, passingOver);
            assertThat(swept.outcome(ONE).kind()).isEqualTo(Kind.BUSY);
            assertThat(swept.outcome(TWO).kind()).isEqualTo(Kind.WRITTEN);
            assertThat(swept.removed()).isZero();
        }
        assertThat(sweeper.apply(lab::authority, passingOver).removed()).isEqualTo(1);
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,x)", "(2,y)");
        assertThat(lab.journalRows(Side.SRC)).isZero();
    }

    @Test
    void aRowStaysWhileOneOfItsKeysIsNotSettled() throws Exception {
        lab.exec(Side.DST, "ALTER TABLE item ADD CHECK (note <> 'refused')");
        leftBehind("INSERT INTO item VALUES (1, 'refused'), (2, 'y')", ONE, TWO);
        SweepResult swept = lab.sweeper(Duration.ZERO).sweep(lab::authority);
        assertThat(swept.removed()).isZero();
        assertThat(swept.unsettled()).containsExactly(ONE);
        assertThat(swept.outcome(ONE).kind()).isEqualTo(Kind.DEAD);
        assertThat(swept.outcome(ONE).reason()).matches(".*(23514.*item_note_check|4025|3819).*");
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(2,y)");
        assertThat(lab.journalRows(Side.SRC)).isEqualTo(1);
    }

    @Test
    void aSweeperThatComesBetweenTheTwoCommitsWaitsForTheWriter() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'old')");
        try (DualWrite write = DualWrite.of(lab, "UPDATE item SET note = 'new' WHERE id = 1", ONE)) {
            write.commitBase();
            Background<SweepResult> sweep =
                    Background.of(() -> lab.sweeper(Duration.ZERO).sweep(lab::authority));
            lab.awaitDoneOrLocked(sweep);
            // it has read the base; only the lock of the writer keeps it from writing, or from taking its row away
            assertThat(sweep.isDone()).isFalse();
            assertThat(lab.journalRows(Side.SRC)).isEqualTo(1);
            write.commitOther();
            assertThat(sweep.get().outcome(ONE).settled()).isTrue();
        }
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,new)");
        assertThat(lab.journalRows(Side.SRC)).isZero();
    }

    @Test
    void aSweeperWhoseWaitIsOverLeavesTheRowToTheNextSweep() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'old')");
        try (DualWrite write = DualWrite.of(lab, "UPDATE item SET note = 'new' WHERE id = 1", ONE)) {
            write.commitBase();
            KeyRepair impatient = lab.repairer(
                    Hooks.real(), RepairOptions.standard().withAttempts(1).withLockWait(Duration.ofMillis(50)));
            SweepResult swept = new JournalSweeper(
                            lab.databases(), Lab.MIGRATION, impatient, Duration.ZERO, Hooks.real())
                    .sweep(lab::authority);
            assertThat(swept.removed()).isZero();
            assertThat(lab.journalRows(Side.SRC)).isEqualTo(1);
        }
        assertThat(lab.sweeper(Duration.ZERO).sweep(lab::authority).removed()).isEqualTo(1);
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,new)");
    }

    @Test
    void aRowWithALowerIdThatIsCommittedLaterIsNotSkipped() throws Exception {
        try (DualWrite early = new DualWrite(lab)) {
            early.base("INSERT INTO item VALUES (1, 'early')");
            early.journal(ONE);
            leftBehind("INSERT INTO item VALUES (2, 'late')", TWO);
            assertThat(lab.sweeper(Duration.ZERO).sweep(lab::authority).removed())
                    .isEqualTo(1);
            early.commitBase();
        }
        assertThat(lab.sweeper(Duration.ZERO).sweep(lab::authority).removed()).isEqualTo(1);
        assertThat(lab.rows(Side.DST, "item")).hasSize(2);
    }

    @Test
    void rowsThatComeWhileKeysAreRepairedStay() throws Exception {
        Gate gate = new Gate(Step.SWEEP_REPAIRED);
        JournalSweeper sweeper = new JournalSweeper(
                lab.databases(),
                Lab.MIGRATION,
                lab.repairer(Hooks.real()),
                Duration.ZERO,
                Hooks.real().withSteps(gate));
        try (DualWrite early = new DualWrite(lab)) {
            early.base("INSERT INTO item VALUES (2, 'has the lowest id and is committed late')");
            early.journal(TWO);
            leftBehind("INSERT INTO item VALUES (1, 'x')", ONE);
            Background<SweepResult> sweep = Background.of(() -> sweeper.sweep(lab::authority));
            gate.awaitReached();
            early.commitBase();
            leftBehind("UPDATE item SET note = 'newer' WHERE id = 1", ONE);
            gate.open();
            assertThat(sweep.get().removed()).isEqualTo(1);
        }
        assertThat(lab.journalRows(Side.SRC)).isEqualTo(2);
    }

    @Test
    void aDrainEmptiesTheJournalOfAClosedPrimary() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item SELECT n, 'x' FROM generate_series(1, 1200) n");
        lab.leaveJournal(
                Side.SRC,
                IntStream.rangeClosed(1, 1200)
                        .mapToObj(n -> key("item", String.valueOf(n)))
                        .toList());
        lab.control(Side.SRC, 1, false);
        lab.control(Side.DST, 2, false);
        Authority draining = Authority.draining(Side.SRC, 1, 2);
        assertThat(lab.sweeper(Duration.ofSeconds(1)).drain(() -> draining, Duration.ofSeconds(30)))
                .isTrue();
        assertThat(lab.journalRows(Side.SRC)).isZero();
        assertThat(lab.rows(Side.DST, "item")).hasSize(1200);
    }

    @Test
    void aDrainThatCannotEmptyTheJournalSaysSo() throws Exception {
        lab.exec(Side.DST, "ALTER TABLE item ADD CHECK (note <> 'refused')");
        leftBehind("INSERT INTO item VALUES (1, 'refused')", ONE);
        assertThat(lab.sweeper(Duration.ZERO).drain(lab::authority, Duration.ofMillis(200)))
                .isFalse();
    }

    @Test
    void aSweepEndsWhenAnotherSideBecomesTheBase() throws Exception {
        leftBehind("INSERT INTO item VALUES (1, 'x')", ONE);
        List<Authority> authorities = List.of(lab.authority(), Authority.under(Pattern.DST_FIRST, 2));
        int[] asked = {0};
        assertThatThrownBy(() -> lab.sweeper(Duration.ZERO).sweep(() -> authorities.get(Math.min(1, asked[0]++))))
                .isInstanceOf(BaseChangedException.class);
        assertThat(lab.journalRows(Side.SRC)).isEqualTo(1);
    }
}
