package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.event.DeadLetterBox;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.Proposal;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.scheduler.MigrationReport.CopyReport;
import dev.movex.scheduler.MigrationReport.TableReport;
import dev.movex.scheduler.MigrationReport.ValidationOfTable;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Repairs that a person asks for. */
class RepairsTest {
    private static final DirtyKey CHILD = new DirtyKey("public.child", RowKey.of("3"));
    private Lab lab = new Lab();
    private Lab.Process process;

    @BeforeEach
    void start() throws Exception {
        lab.withTables(5);
        process = lab.start();
        process.migration().move(MigrationState.SRC_ONLY, "test", "", false);
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aRowIsProposedRepairedAndTakenBack() throws Exception {
        Repairs repairs = process.migration().repairs();
        assertThat(repairs.propose(List.of(CHILD)))
                .extracting(Proposal::action)
                .containsExactly(Proposal.Action.INSERT);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM child")).isZero();
        assertThat(repairs.repair(List.of(CHILD), "by hand", "test").count(Kind.WRITTEN))
                .isEqualTo(1);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM child")).isEqualTo(1);
        assertThat(repairs.undo("by hand", "test").count(Kind.DELETED)).isEqualTo(1);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM child")).isZero();
    }

    @Test
    void keysThatThePlanDoesNotKnowAreRefused() {
        Repairs repairs = process.migration().repairs();
        for (DirtyKey key : List.of(
                new DirtyKey("public.nothing", RowKey.of("1")), new DirtyKey("public.child", RowKey.of("1", "2")))) {
            assertThatThrownBy(() -> repairs.propose(List.of(key)))
                    .isInstanceOfSatisfying(
                            MovexException.class, e -> assertThat(e.code()).isEqualTo("UNKNOWN_KEY"));
        }
    }

    @Test
    void whatRepairGaveUpOnOutlivesTheProcess() throws Exception {
        lab.execute(Side.DST, "ALTER TABLE child ADD CONSTRAINT strict CHECK (note <> 'c3')");
        process.migration().startFull("test");
        await().until(() -> process.migration().activity().isEmpty());
        await().until(() -> process.migration().repairs().deadLetters().size() == 1);
        DeadLetterBox.Letter letter =
                process.migration().repairs().deadLetters().get(0);
        process.close();
        Lab.Process next = lab.start();
        assertThat(next.migration().repairs().deadLetters()).hasSize(1);
        assertThat(next.migration().repairs().deadLetters().get(0).reason()).isEqualTo(letter.reason());
        assertThat(next.migration().repairs().deadLetters().get(0).event().toJson())
                .isEqualTo(letter.event().toJson());
        lab.execute(Side.DST, "ALTER TABLE child DROP CONSTRAINT strict");
        next.migration().repairs().retryDeadLetters("test");
        await().until(() -> next.migration().repairs().deadLetters().isEmpty());
        next.close();
        assertThat(lab.start().migration().repairs().deadLetters()).isEmpty();
    }

    @Test
    void theReportTellsWhatIsKnownOfEachTable() throws Exception {
        process.migration().startCopy("test");
        await().until(() -> process.migration().activity().isEmpty());
        lab.execute(Side.DST, "UPDATE child SET note = 'spoilt' WHERE id IN (1, 2)");
        lab.execute(Side.DST, "DELETE FROM child WHERE id = 3");
        process.migration().startFull("test");
        await().until(() -> process.migration().activity().isEmpty());
        TableReport child = process.migration().report().tables().stream()
                .filter(t -> t.table().equals("public.child"))
                .findFirst()
                .orElseThrow();
        CopyReport copy = Objects.requireNonNull(child.copy());
        assertThat(copy.proven()).isTrue();
        ValidationOfTable found = Objects.requireNonNull(child.validation());
        assertThat(found.confirmed()).containsOnly(entry("neq", 2L), entry("target_missing", 1L));
        assertThat(found.compared() - found.equal()).isEqualTo(3);
        assertThat(found.kind()).isEqualTo("full");
        assertThat(child.repaired()).isEqualTo(3);
        assertThat(child.deadLetters()).isZero();
    }

    @Test
    void whatRepairGaveUpOnIsTriedAgain() throws Exception {
        lab.execute(Side.DST, "ALTER TABLE child ADD CONSTRAINT strict CHECK (note <> 'c3')");
        Repairs repairs = process.migration().repairs();
        process.migration().startFull("test");
        await().until(() -> !repairs.deadLetters().isEmpty());
        assertThat(repairs.deadLetters().get(0).event().dirtyKey()).isEqualTo(CHILD);
        assertThat(repairs.deadLetters().get(0).reason()).startsWith("CONSTRAINT: ");
        lab.execute(Side.DST, "ALTER TABLE child DROP CONSTRAINT strict");
        assertThat(repairs.retryDeadLetters("test")).isEqualTo(1);
        await().until(() -> repairs.deadLetters().isEmpty());
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM child WHERE note = 'c3'"))
                .isEqualTo(1);
    }
}
