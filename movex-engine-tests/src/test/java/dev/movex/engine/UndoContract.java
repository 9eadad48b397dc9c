package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.control.Authority;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.Proposal;
import dev.movex.core.repair.Proposal.Action;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.Undo;
import dev.movex.core.repair.UndoLog;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repair would do, what it has done, and how it is taken back. */
abstract class UndoContract {
    private static final DirtyKey ONE = key("item", "1");
    private static final DirtyKey TWO = key("item", "2");
    private static final DirtyKey THREE = key("item", "3");
    private static final List<DirtyKey> ALL = List.of(ONE, TWO, THREE);
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, note text)");
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'new 😀'), (3, 'c', '')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'a', 'old ''\\\"'), (2, 'b', NULL)");
    }

    private Repairer keeping(String run) {
        return new Repairer(
                lab.plan(),
                lab.databases(),
                RepairOptions.standard().withAttempts(1),
                Hooks.real(),
                new UndoLog(lab.plan(), lab.databases(), run));
    }

    private RepairResult undo(String run) throws Exception {
        return new Undo(lab.plan(), lab.databases(), RepairOptions.standard(), Hooks.real()).undo(run, lab::authority);
    }

    private static List<Kind> kinds(RepairResult result) {
        return ALL.stream().map(key -> result.outcome(key).kind()).toList();
    }

    @Test
    void aRepairIsTakenBackOnce() throws Exception {
        List<String> before = lab.rows(Side.DST, "item");
        keeping("r1").repair(ALL, lab::authority);
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
        assertThat(kinds(undo("r1"))).containsExactly(Kind.WRITTEN, Kind.WRITTEN, Kind.DELETED);
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(before);
        assertThat(lab.query(Side.DST, "SELECT id FROM movex.log")).isEmpty();
        assertThatThrownBy(() -> undo("r1"))
                .isInstanceOfSatisfying(
                        MovexException.class, e -> assertThat(e.code()).isEqualTo("UNDO_UNKNOWN"));
    }

    @Test
    void rowsThatHaveChangedSinceAreLeftAlone() throws Exception {
        keeping("r1").repair(ALL, lab::authority);
        lab.execBoth(
                "UPDATE item SET note = 'newer' WHERE id = 1",
                "INSERT INTO item VALUES (2, 'b', 'came back')",
                "DELETE FROM item WHERE id = 3");
        List<String> before = lab.rows(Side.DST, "item");
        RepairResult undone = undo("r1");
        assertThat(undone.outcomes().values())
                .extracting(KeyOutcome::reason)
                .allMatch(r -> r.startsWith("CHANGED_SINCE"));
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(before);
    }

    @Test
    void aRowThatTheBaseHasAgainIsOnItsWayAndLeftAlone() throws Exception {
        keeping("r1").repair(ALL, lab::authority);
        lab.exec(Side.SRC, "INSERT INTO item VALUES (2, 'b', 'came back')");
        assertThat(undo("r1").outcome(TWO).reason()).startsWith("CHANGED_SINCE");
        assertThat(lab.query(Side.DST, "SELECT id FROM item WHERE id = 2")).isEmpty();
    }

    @Test
    void twoRepairsOfARowAreTakenBackInTurn() throws Exception {
        keeping("r1").repair(ALL, lab::authority);
        lab.exec(Side.SRC, "UPDATE item SET note = 'newest' WHERE id = 1");
        keeping("r2").repair(ALL, lab::authority);
        assertThat(undo("r1").outcome(ONE).reason()).startsWith("CHANGED_SINCE");
        assertThat(undo("r2").outcome(ONE).kind()).isEqualTo(Kind.WRITTEN);
        assertThat(undo("r1").outcome(ONE).kind()).isEqualTo(Kind.WRITTEN);
        assertThat(lab.query(Side.DST, "SELECT note FROM item WHERE id = 1").get(0))
                .startsWith("old");
    }

    @Test
    void nothingIsTakenBackUnderAnEpochThatHasPassed() throws Exception {
        keeping("r1").repair(ALL, lab::authority);
        lab.control(Side.DST, 2, true);
        assertThat(undo("r1").outcomes().values()).extracting(KeyOutcome::kind).containsOnly(Kind.REFUSED);
        lab.control(Side.DST, 1, false);
        lab.control(Side.SRC, 1, false);
        assertThat(undo("r1").outcomes().values()).extracting(KeyOutcome::kind).containsOnly(Kind.REFUSED);
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void nothingIsTakenBackOnTheSideThatHasBecomeTheBase() throws Exception {
        keeping("r1").repair(ALL, lab::authority);
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        lab.authority(Authority.under(Pattern.DST_FIRST, 2));
        assertThatThrownBy(() -> undo("r1"))
                .isInstanceOfSatisfying(
                        MovexException.class, e -> assertThat(e.code()).isEqualTo("UNDO_UNKNOWN"));
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aChangeThatFailsLeavesNoImage() throws Exception {
        lab.exec(Side.DST, "ALTER TABLE item ADD CHECK (note <> '')");
        RepairResult result = keeping("r1").repair(List.of(THREE), lab::authority);
        assertThat(result.outcome(THREE).reason()).startsWith("CONSTRAINT: ");
        assertThat(lab.query(Side.DST, "SELECT id FROM movex.log")).isEmpty();
    }

    @Test
    void aDryRunTellsWhatWouldBeDoneAndWritesNothing() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (4, 'd', 'x'), (5, 'e', 'x')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (4, 'd', 'x'), (7, 'e', 'x')");
        List<String> before = lab.rows(Side.DST, "item");
        List<Proposal> proposals = lab.repairer(Hooks.real())
                .propose(
                        List.of(
                                ONE,
                                TWO,
                                THREE,
                                key("item", "4"),
                                key("item", "5"),
                                key("item", "6"),
                                key("none", "1")),
                        lab::authority);
        assertThat(proposals)
                .extracting(Proposal::action)
                .containsExactly(
                        Action.UPDATE,
                        Action.DELETE,
                        Action.INSERT,
                        Action.NOTHING,
                        Action.INSERT,
                        Action.NOTHING,
                        Action.BLOCKED);
        assertThat(proposals.get(0).columns()).containsExactly("note");
        assertThat(proposals.get(4).displaced()).containsExactly(key("item", "7"));
        assertThat(proposals.get(6).reason()).startsWith("NOT_IN_PLAN: ");
        assertThat(proposals.toString()).doesNotContain("new", "old");
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(before);
        assertThat(lab.fenceFree(Side.SRC)).isTrue();
    }
}
