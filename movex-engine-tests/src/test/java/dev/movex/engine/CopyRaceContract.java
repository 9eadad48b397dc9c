package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyResult;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The races between the copier and the application, each forced. */
abstract class CopyRaceContract {
    private static final CopyOptions SMALL =
            CopyOptions.standard().withRows(200, 200).withParallel(1);
    private static final DirtyKey FIVE = key("item", "5");
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, note text)");
        lab.exec(Side.SRC, "INSERT INTO item SELECT n, 'c' || n, 'old' FROM generate_series(1, 1000) n");
    }

    /** Holds the copier when it has read the first chunk and has written nothing of it. */
    private Background<CopyResult> heldWithItsRowsInHand(Gate gate) throws Exception {
        Databases real = ChangedDialect.withoutBulk(lab.databases());
        Recorded dst = new Recorded(real.dst(), "INSERT INTO", gate);
        Databases held = new Databases(real.src(), real.srcDialect(), dst.dataSource(), real.dstDialect());
        Copier copier =
                new Copier(lab.plan(), held, CursorStore.inMemory(), lab.repairer(Hooks.real()), SMALL, Hooks.real());
        Background<CopyResult> copy =
                Background.of(() -> copier.copyTable(lab.table("item"), lab::authority, Watch.none()));
        gate.awaitReached();
        return copy;
    }

    private Background<CopyResult> heldAt(Steps steps) {
        return Background.of(
                () -> lab.copier(CursorStore.inMemory(), SMALL, Hooks.real().withSteps(steps))
                        .copyTable(lab.table("item"), lab::authority, Watch.none()));
    }

    private void assertProven(Background<CopyResult> copy) throws Exception {
        assertThat(copy.get().proven()).isTrue();
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aRowThatIsUpdatedWhenTheCopierHasReadItAndNotWrittenIt() throws Exception {
        Gate gate = new Gate(Step.COPY_FENCED);
        Background<CopyResult> copy = heldWithItsRowsInHand(gate);
        try (DualWrite write = new DualWrite(lab)) {
            write.base("UPDATE item SET note = 'new' WHERE id = 5");
            write.journal(FIVE);
            write.other("INSERT INTO item VALUES (5, 'c5', 'new') ON CONFLICT (id) DO UPDATE SET note = 'new'");
            write.commit();
        }
        gate.open();
        assertProven(copy);
        assertThat(lab.query(Side.DST, "SELECT note FROM item WHERE id = 5")).containsExactly("new");
    }

    @Test
    void aRowThatIsDeletedWhenTheCopierHasReadItAndNotWrittenIt() throws Exception {
        Gate gate = new Gate(Step.COPY_FENCED);
        Background<CopyResult> copy = heldWithItsRowsInHand(gate);
        try (DualWrite write = new DualWrite(lab)) {
            write.base("DELETE FROM item WHERE id = 5");
            write.journal(FIVE);
            write.other("DELETE FROM item WHERE id = 5");
            // the process dies here: the target's transaction had nothing to do anyway
            write.commitBase();
        }
        gate.open();
        assertProven(copy);
        assertThat(lab.query(Side.DST, "SELECT id FROM item WHERE id = 5")).isEmpty();
    }

    @Test
    void aKeyThatIsChangedWhenTheCopierHasReadTheRow() throws Exception {
        Gate gate = new Gate(Step.COPY_FENCED);
        Background<CopyResult> copy = heldWithItsRowsInHand(gate);
        move(5, 1500);
        gate.open();
        assertProven(copy);
    }

    @Test
    void aKeyThatMovesBehindTheCursor() throws Exception {
        Gate gate = new Gate(Step.COPY_COMMITTED);
        Background<CopyResult> copy = heldAt(gate);
        gate.awaitReached();
        // from a chunk that is to come into one that has been copied, and the other way round
        move(900, -900);
        move(7, 1700);
        gate.open();
        assertProven(copy);
        assertThat(lab.query(Side.DST, "SELECT id FROM item WHERE id IN (-900, 900, 7, 1700) ORDER BY id"))
                .containsExactly("-900", "1700");
    }

    private void move(int from, int to) throws Exception {
        try (DualWrite write = new DualWrite(lab)) {
            write.base("UPDATE item SET id = " + to + " WHERE id = " + from);
            write.journal(key("item", String.valueOf(from)), key("item", String.valueOf(to)));
            write.other("DELETE FROM item WHERE id = " + from);
            write.other("INSERT INTO item VALUES (" + to + ", 'c" + from + "', 'old')");
            write.commit();
        }
    }
}
