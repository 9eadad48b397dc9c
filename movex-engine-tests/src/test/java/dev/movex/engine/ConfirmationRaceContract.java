package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.control.FencedException;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.Confirmation;
import dev.movex.core.validate.Confirmed;
import dev.movex.core.validate.Confirmer;
import dev.movex.testkit.database.DatabasePair;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The races between a confirmation and the application, each forced: none may end in a false alarm. */
abstract class ConfirmationRaceContract {
    private static final DirtyKey ONE = key("item", "1");
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(
                pair,
                "CREATE TABLE item (id bigint PRIMARY KEY, note text)",
                "CREATE TABLE hot (id bigint PRIMARY KEY, n int, note text)");
    }

    private Confirmation confirm(Steps steps, Duration patience) throws Exception {
        return new Confirmer(lab.plan(), lab.databases(), patience, Hooks.real().withSteps(steps))
                .confirm(Side.SRC, List.of(ONE), lab::authority, RowEquality.byText());
    }

    private Confirmation confirm() throws Exception {
        return confirm(Steps.none(), Duration.ofMillis(300));
    }

    @Test
    void realDifferencesAreConfirmedWithTheirType() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
        assertThat(confirm().confirmed())
                .containsExactly(new Confirmed(ONE, InconsistencyType.TARGET_MISSING, List.of()));
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'y')");
        assertThat(confirm().confirmed()).containsExactly(new Confirmed(ONE, InconsistencyType.NEQ, List.of("note")));
        lab.exec(Side.SRC, "DELETE FROM item");
        assertThat(confirm().confirmed())
                .containsExactly(new Confirmed(ONE, InconsistencyType.BASE_MISSING, List.of()));
        lab.exec(Side.DST, "DELETE FROM item");
        assertThat(confirm()).isEqualTo(new Confirmation(List.of(), java.util.Set.of()));
    }

    @Test
    void anInsertBetweenTheTwoCommitsIsPendingAndNoAlarm() throws Exception {
        betweenTheCommits("INSERT INTO item VALUES (1, 'x')");
    }

    @Test
    void anUpdateBetweenTheTwoCommitsIsPendingAndNoAlarm() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'x')");
        betweenTheCommits("UPDATE item SET note = 'y' WHERE id = 1");
    }

    @Test
    void aDeleteBetweenTheTwoCommitsIsPendingAndNoAlarm() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'x')");
        betweenTheCommits("DELETE FROM item WHERE id = 1");
    }

    private void betweenTheCommits(String sql) throws Exception {
        try (DualWrite write = DualWrite.of(lab, sql, ONE)) {
            write.commitBase();
            Confirmation during = confirm();
            assertThat(during.confirmed()).isEmpty();
            write.commitOther();
            write.clearJournal();
        }
        assertThat(confirm()).isEqualTo(new Confirmation(List.of(), java.util.Set.of()));
    }

    @Test
    void aSurplusRowThatTheJournalNamesIsPending() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'x')");
        try (DualWrite write = new DualWrite(lab)) {
            // the process died before it reached the target
            write.base("DELETE FROM item WHERE id = 1");
            write.journal(ONE);
            write.commitBase();
        }
        Confirmation confirmation = confirm();
        assertThat(confirmation.confirmed()).isEmpty();
        assertThat(confirmation.pending()).containsExactly(ONE);
    }

    @Test
    void aWriterThatComesBetweenTheTwoLooksIsNoAlarm() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'x')");
        Gate gate = new Gate(Step.CONFIRM_JOURNAL_READ);
        Background<Confirmation> confirmation = Background.of(() -> confirm(gate, Duration.ofSeconds(3)));
        gate.awaitReached();
        Background<Boolean> write = Background.of(() -> {
            DualWrite.whole(lab, "UPDATE item SET note = 'y' WHERE id = 1", ONE);
            return true;
        });
        lab.awaitDoneOrLocked(write);
        gate.open();
        assertThat(confirmation.get().confirmed()).isEmpty();
        write.get();
    }

    @Test
    void anInsertAndADeleteThatComeBetweenTheLooksAreNoAlarm() throws Exception {
        try (DualWrite delete = new DualWrite(lab)) {
            AtomicInteger looks = new AtomicInteger();
            AtomicInteger commits = new AtomicInteger();
            Pauser commit = time -> {
                if (commits.incrementAndGet() == 1) {
                    unchecked(delete::commit);
                }
            };
            Steps steps = step -> {
                if (step == Step.CONFIRM_JOURNAL_READ && looks.incrementAndGet() == 1) {
                    unchecked(() -> {
                        DualWrite.whole(lab, "INSERT INTO item VALUES (1, 'x')", ONE);
                        delete.base("DELETE FROM item WHERE id = 1");
                        delete.journal(ONE);
                        delete.other("DELETE FROM item WHERE id = 1");
                    });
                } else if (step == Step.CONFIRM_TARGET_LOCKED) {
                    commit.pause(Duration.ZERO);
                }
            };
            Confirmation confirmation = new Confirmer(
                            lab.plan(),
                            lab.databases(),
                            Duration.ofSeconds(3),
                            Hooks.real().withSteps(steps).withPauser(commit))
                    .confirm(Side.SRC, List.of(ONE), lab::authority, RowEquality.byText());
            assertThat(confirmation.confirmed()).isEmpty();
        }
        assertThat(lab.rows(Side.DST, "item")).isEmpty();
    }

    private interface Sql {
        void run() throws SQLException;
    }

    private static void unchecked(Sql sql) {
        try {
            sql.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRowThatIsInsertedBetweenTheLooksIsNotMissing() throws Exception {
        Gate gate = new Gate(Step.CONFIRM_JOURNAL_READ);
        Background<Confirmation> confirmation = Background.of(() -> confirm(gate, Duration.ofSeconds(3)));
        gate.awaitReached();
        DualWrite.whole(lab, "INSERT INTO item VALUES (1, 'x')", ONE);
        gate.open();
        assertThat(confirmation.get().confirmed()).isEmpty();
    }

    @Test
    void aDeleteThatReachedTheBaseAloneBetweenTheLooksIsPending() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Steps steps = step -> {
            if (step == Step.CONFIRM_JOURNAL_READ && looks.incrementAndGet() == 1) {
                unchecked(() -> {
                    DualWrite.whole(lab, "INSERT INTO item VALUES (1, 'x')", ONE);
                    try (DualWrite delete = new DualWrite(lab)) {
                        delete.base("DELETE FROM item WHERE id = 1");
                        delete.journal(ONE);
                        delete.commitBase();
                    }
                });
            }
        };
        Confirmation confirmation = confirm(steps, Duration.ofMillis(300));
        assertThat(confirmation.confirmed()).isEmpty();
        assertThat(confirmation.pending()).containsExactly(ONE);
    }

    @Test
    void aLongJournalIsReadOnceAndEachLookSeesWhatIsThereNow() throws Exception {
        lab.leaveJournal(
                Side.SRC,
                IntStream.rangeClosed(1001, 3000)
                        .mapToObj(n -> key("item", String.valueOf(n)))
                        .toList());
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
        Databases real = lab.databases();
        Recorded src = new Recorded(real.src());
        Confirmer confirmer = new Confirmer(
                lab.plan(),
                new Databases(src.dataSource(), real.srcDialect(), real.dst(), real.dstDialect()),
                Duration.ofMillis(50),
                Hooks.real());
        for (int look = 0; look < 3; look++) {
            assertThat(confirmer
                            .confirm(Side.SRC, List.of(ONE), lab::authority, RowEquality.byText())
                            .confirmed())
                    .hasSize(1);
        }
        assertThat(src.count("WHERE id IN")).isEqualTo(2);
        lab.leaveJournal(Side.SRC, List.of(ONE));
        assertThat(confirmer
                        .confirm(Side.SRC, List.of(ONE), lab::authority, RowEquality.byText())
                        .pending())
                .containsExactly(ONE);
        assertThat(src.count("WHERE id IN")).isEqualTo(3);
        lab.exec(Side.SRC, "DELETE FROM movex.journal");
        assertThat(confirmer
                        .confirm(Side.SRC, List.of(ONE), lab::authority, RowEquality.byText())
                        .confirmed())
                .hasSize(1);
    }

    @Test
    void theBaseCannotChangeWhileASuspectIsJudged() throws Exception {
        lab.execBoth("INSERT INTO item VALUES (1, 'x')");
        Gate gate = new Gate(Step.CONFIRM_BASE_LOCKED);
        Background<Confirmation> confirmation = Background.of(() -> confirm(gate, Duration.ofSeconds(3)));
        gate.awaitReached();
        assertThat(lab.fenceFree(Side.SRC)).isFalse();
        gate.open();
        confirmation.get();
    }

    @Test
    void nothingIsReportedUnderABaseThatHasBeenClosed() {
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'x')");
        lab.control(Side.SRC, 1, false);
        assertThatThrownBy(this::confirm).isInstanceOf(FencedException.class);
    }

    @Test
    void aRowThatIsWrittenAllTheTimeIsJudged() throws Exception {
        DirtyKey hot = key("hot", "1");
        lab.execBoth("INSERT INTO hot VALUES (1, 0, 'x')");
        for (String note : List.of("x", "other")) {
            lab.exec(Side.DST, "UPDATE hot SET note = '" + note + "'");
            try (HotWriter writer = new HotWriter(lab, "UPDATE hot SET n = n + 1 WHERE id = 1", hot)) {
                writer.awaitWrites(20);
                Confirmation confirmation = new Confirmer(
                                lab.plan(), lab.databases(), Duration.ofSeconds(4), Hooks.real())
                        .confirm(Side.SRC, List.of(hot), lab::authority, RowEquality.byText());
                assertThat(confirmation.pending()).isEmpty();
                assertThat(confirmation.confirmed())
                        .isEqualTo(
                                note.equals("x")
                                        ? List.of()
                                        : List.of(new Confirmed(hot, InconsistencyType.NEQ, List.of("note"))));
                writer.awaitWrites(20);
            }
        }
    }
}
