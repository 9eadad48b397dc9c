package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.Proposal;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.util.List;
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
