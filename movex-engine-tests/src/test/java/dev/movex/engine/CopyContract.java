package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MovexException;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Progress;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.control.FencedException;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyResult;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class CopyContract {
    private static final CopyOptions SMALL = CopyOptions.standard().withRows(200, 200);
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, note text)");
    }

    private void fill(int rows) {
        lab.exec(
                Side.SRC,
                "INSERT INTO item SELECT n, 'c' || n, repeat('x', 20) FROM generate_series(1, " + rows + ") n");
    }

    private CopyResult copy(Hooks hooks, CopyOptions options) throws Exception {
        return lab.copier(CursorStore.inMemory(), options, hooks)
                .copyTable(lab.table("item"), lab::authority, Watch.none());
    }

    private void assertEqualSides() {
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void allRowsAreCopiedAndProven() throws Exception {
        fill(5000);
        CopyResult result = copy(Hooks.real(), CopyOptions.standard());
        assertThat(result.proven()).isTrue();
        assertThat(result.rows()).isEqualTo(5000);
        assertThat(result.compared()).isEqualTo(5000);
        assertThat(result.repaired()).isZero();
        assertEqualSides();
    }

    @Test
    void anEmptyTableIsProven() throws Exception {
        assertThat(copy(Hooks.real(), CopyOptions.standard()).proven()).isTrue();
    }

    @Test
    void surplusAndDifferingRowsOfTheTargetAreRepaired() throws Exception {
        fill(3000);
        lab.exec(
                Side.DST,
                "INSERT INTO item VALUES (-5, 'before', ''), (77, 'differs', ''), (999999, 'after', ''),"
                        + " (500000, 'c1500', 'has the code of another row')");
        CopyResult result = copy(Hooks.real(), SMALL);
        assertThat(result.proven()).isTrue();
        assertEqualSides();
    }

    @Test
    void aNewerRowThatTheApplicationWroteIsNotOverwritten() throws Exception {
        fill(10);
        lab.exec(Side.DST, "INSERT INTO item SELECT n, 'c' || n, repeat('x', 20) FROM generate_series(1, 1) n");
        CopyOptions patient = new CopyOptions(
                1, Duration.ofMillis(500), 200, 200, 1_000_000, Duration.ofSeconds(30), 10, Duration.ofHours(1));
        try (DualWrite write = new DualWrite(lab)) {
            write.base("UPDATE item SET note = 'new' WHERE id = 5");
            write.journal(key("item", "5"));
            write.other("INSERT INTO item VALUES (5, 'c5', 'new')");
            // the chunk has read the old image and meets the new one, which is not committed
            Background<CopyResult> copy = Background.of(() -> copy(Hooks.real(), patient));
            await().until(() -> lab.locked(Side.DST));
            write.commit();
            assertThat(copy.get().repaired()).isZero();
        }
        assertEqualSides();
    }

    @Test
    void aRowThatIsDeletedWhileItsChunkIsUnderWayDoesNotComeBack() throws Exception {
        fill(10);
        DualWrite delete = new DualWrite(lab);
        delete.base("DELETE FROM item WHERE id = 5");
        delete.journal(key("item", "5"));
        assertThat(delete.other("DELETE FROM item WHERE id = 5")).isZero();
        CountDownLatch waiting = new CountDownLatch(1);
        Hooks hooks = Hooks.real().withPauser(time -> {
            waiting.countDown();
            Pauser.real().pause(time);
        });
        Background<CopyResult> copy = Background.of(() -> copy(hooks, SMALL));
        // without the wait for the horizon the copy ends here, and the row is there for good
        await().until(() -> copy.isDone() || waiting.getCount() == 0);
        boolean ended = copy.isDone();
        delete.commitBase();
        delete.commitOther();
        delete.close();
        CopyResult result = copy.get();
        assertEqualSides();
        assertThat(ended).isFalse();
        assertThat(result.repaired()).isEqualTo(1);
    }

    @Test
    void aTransactionThatDoesNotEndKeepsTheTableUnproven() throws Exception {
        fill(10);
        try (DualWrite open = new DualWrite(lab)) {
            open.base("UPDATE item SET note = 'open' WHERE id = 1");
            assertThatThrownBy(() -> copy(Hooks.real(), SMALL.withHorizonWait(Duration.ofMillis(100))))
                    .isInstanceOf(MovexException.class)
                    .hasMessageContaining("TRANSACTION_STILL_OPEN");
        }
    }

    @Test
    void nothingIsWrittenUnderAnEpochThatHasPassed() {
        fill(10);
        lab.control(Side.DST, 2, false);
        assertThatThrownBy(() -> copy(Hooks.real(), SMALL)).isInstanceOf(FencedException.class);
        assertThat(lab.rows(Side.DST, "item")).isEmpty();
    }

    @Test
    void theCopyEndsWhenAnotherSideBecomesTheBase() {
        fill(1000);
        AtomicInteger chunks = new AtomicInteger();
        Steps steps = step -> {
            if (step == Step.COPY_COMMITTED && chunks.incrementAndGet() == 2) {
                lab.authority(Authority.under(Pattern.DST_FIRST, 2));
            }
        };
        assertThatThrownBy(() -> copy(Hooks.real().withSteps(steps), SMALL.withParallel(1)))
                .isInstanceOf(BaseChangedException.class);
    }

    @Test
    void aCopyThatDiedIsTakenUpWhereItsCursorIs() throws Exception {
        fill(2000);
        CursorStore cursors = CursorStore.inMemory();
        AtomicInteger chunks = new AtomicInteger();
        Steps dies = step -> {
            if (step == Step.COPY_COMMITTED && chunks.incrementAndGet() == 4) {
                throw new IllegalStateException("dies between commit and cursor");
            }
        };
        CopyOptions one = SMALL.withParallel(1);
        assertThatThrownBy(() -> lab.copier(cursors, one, Hooks.real().withSteps(dies))
                        .copyTable(lab.table("item"), lab::authority, Watch.none()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(cursors.load("copy/SRC/public.item").orElse("")).contains("\"600\"");
        AtomicInteger more = new AtomicInteger();
        Steps counts = step -> more.addAndGet(step == Step.COPY_COMMITTED ? 1 : 0);
        CopyResult result = lab.copier(cursors, one, Hooks.real().withSteps(counts))
                .copyTable(lab.table("item"), lab::authority, Watch.none());
        assertThat(result.proven()).isTrue();
        assertThat(more.get()).isEqualTo(8);
        assertEqualSides();
    }

    @Test
    void theCursorDoesNotJumpOverAChunkThatIsUnderWay() throws Exception {
        fill(2000);
        CursorStore cursors = CursorStore.inMemory();
        AtomicInteger committed = new AtomicInteger();
        Gate gate = new Gate(Step.COPY_FENCED);
        Steps steps = step -> {
            gate.reached(step);
            committed.addAndGet(step == Step.COPY_COMMITTED ? 1 : 0);
        };
        Background<CopyResult> copy = Background.of(
                () -> lab.copier(cursors, SMALL.withParallel(2), Hooks.real().withSteps(steps))
                        .copyTable(lab.table("item"), lab::authority, Watch.none()));
        gate.awaitReached();
        await().until(() ->
                committed.get() > 0 && cursors.load("copy/SRC/public.item").isPresent());
        int first = lab.query(Side.DST, "SELECT 1 FROM item WHERE id <= 200").size();
        // whichever of the first two chunks is held, the cursor stops before it, and knows what is done behind it
        String cursor = cursors.load("copy/SRC/public.item").orElse("none");
        assertThat(cursor)
                .startsWith(first == 0 ? "{\"after\":null" : "{\"after\":[\"")
                .contains(first == 0 ? "\"ahead\":[{\"after\":[\"200\"]" : "\"200\"");
        gate.open();
        assertThat(copy.get().proven()).isTrue();
        assertEqualSides();
    }

    @Test
    void aCancelledCopyCanBeTakenUp() throws Exception {
        fill(2000);
        CursorStore cursors = CursorStore.inMemory();
        List<Progress> seen = Collections.synchronizedList(new ArrayList<>());
        Watch cancels = new Watch() {
            @Override
            public boolean cancelled() {
                return seen.size() >= 2;
            }

            @Override
            public void progress(Progress progress) {
                seen.add(progress);
            }
        };
        CopyResult first =
                lab.copier(cursors, SMALL, Hooks.real()).copyTable(lab.table("item"), lab::authority, cancels);
        assertThat(first.cancelled()).isTrue();
        assertThat(first.proven()).isFalse();
        assertThat(first.rows()).isLessThan(2000);
        assertThat(seen.get(0).rowsPerSecond()).isPositive();
        CopyResult second =
                lab.copier(cursors, SMALL, Hooks.real()).copyTable(lab.table("item"), lab::authority, Watch.none());
        assertThat(second.proven()).isTrue();
        assertThat(second.rows()).isEqualTo(2000);
        assertEqualSides();
    }

    @Test
    void aRowThatTheApplicationLocksMakesTheCopierGiveWayAndTryAgain() throws Exception {
        fill(400);
        DualWrite write = new DualWrite(lab);
        write.base("UPDATE item SET note = 'new' WHERE id = 5");
        write.journal(key("item", "5"));
        write.other("INSERT INTO item VALUES (5, 'c5', 'new')");
        AtomicInteger attempts = new AtomicInteger();
        Steps steps = step -> attempts.addAndGet(step == Step.COPY_FENCED ? 1 : 0);
        Background<CopyResult> copy = Background.of(() -> copy(Hooks.real().withSteps(steps), SMALL.withParallel(1)));
        await().until(() -> attempts.get() > 2);
        write.commit();
        write.close();
        assertThat(copy.get().proven()).isTrue();
        assertThat(attempts.get()).isGreaterThan(2);
        assertEqualSides();
    }
}
