package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.OpenTransaction;
import dev.movex.doublewrite.Steps.Step;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New transactions wait while the gate is held, open ones go on, and each keeps what it began with. */
@RealPostgres
@Timeout(60)
class GateTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration NONE = Duration.ZERO;

    private final TestSteps steps = new TestSteps();
    private Rig rig;
    private MovexMember member;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        rig = Rig.open(
                        pair,
                        DoubleWriteConfig.of("m1"),
                        steps,
                        "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
                        "INSERT INTO t VALUES (1, 'old')")
                .enter(Pattern.SRC_FIRST);
        member = rig.movex().member();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aHoldStopsNewTransactionsUntilTheNextAssignment() throws Exception {
        member.hold(LONG);
        Background writer = Background.run(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1));
        await().until(() -> waits(writer));
        assertThat(rig.rows(Side.SRC, "SELECT a FROM t")).containsExactly("old");
        rig.enter(Pattern.DST_FIRST);
        writer.join();
        rig.close();
        assertThat(rig.rows(Side.SRC, "SELECT a FROM t")).containsExactly("new");
        assertThat(rig.journal(Side.SRC)).isEmpty();
        assertThat(member.assignment().pattern()).isEqualTo(Pattern.DST_FIRST);
        assertThat(member.longestWait()).isPositive();
    }

    private static boolean waits(Background writer) {
        return !writer.done() && Background.isIn("waitForEnd");
    }

    @Test
    void aHoldEndsByRelease() throws Exception {
        member.hold(LONG);
        Background reader = Background.run(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1));
        await().until(() -> waits(reader));
        member.release();
        reader.join();
    }

    @Test
    void aHoldEndsByItselfAndWhoWaitedGoesOnAsBefore() throws Exception {
        long began = System.nanoTime();
        member.hold(Duration.ofMillis(300));
        rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(295), LONG);
        assertThat(member.longestWait()).isBetween(Duration.ofMillis(100), LONG);
        assertThat(member.assignment().pattern()).isEqualTo(Pattern.SRC_FIRST);
    }

    @Test
    void anOpenTransactionGoesOnDuringAHoldAndKeepsItsAssignment() throws Exception {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "new", 1);
            member.hold(LONG);
            Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 2, "too");
            // a transaction that it needs to come to its end passes as well
            rig.run("UPDATE t SET a = a WHERE id = 7");
            assertThat(member.awaitDrained(rig.epoch() + 1, Duration.ofMillis(50)))
                    .isFalse();
            connection.commit();
        }
        assertThat(member.awaitDrained(rig.epoch() + 1, Duration.ofSeconds(10))).isTrue();
        assertThat(rig.rows(Side.DST, "SELECT a FROM t ORDER BY id")).containsExactly("new", "too");
    }

    @Test
    void theTransactionThatBlocksIsNamed() throws Exception {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = 'secret' WHERE id = ?", 1);
            member.adopt(new Assignment(Pattern.DST_FIRST, rig.epoch() + 1, Set.of()));
            assertThat(member.awaitDrained(rig.epoch() + 1, NONE)).isFalse();
            OpenTransaction open = member.openTransactions().get(0);
            assertThat(open.sql()).isEqualTo("UPDATE t SET a = ? WHERE id = ?");
            assertThat(open.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(open.member()).isEqualTo("m1");
            assertThat(open.epoch()).isEqualTo(rig.epoch());
            connection.rollback();
        }
        assertThat(member.awaitDrained(rig.epoch() + 1, NONE)).isTrue();
        assertThat(member.openTransactions()).isEmpty();
    }

    @Test
    void transactionsOfASinglePatternAreKnownToo() throws Exception {
        rig.enter(Pattern.SRC_ONLY);
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            assertThat(member.openTransactions()).isEmpty();
            Rig.execute(connection, "SELECT * FROM t");
            assertThat(member.awaitDrained(rig.epoch() + 1, NONE)).isFalse();
        }
        assertThat(member.awaitDrained(rig.epoch() + 1, NONE)).isTrue();
    }

    @Test
    void aSecondaryCommitThatNobodyAwaitsCountsAsOpen() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_SECONDARY_COMMIT)) {
            rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1);
            stop.awaitReached();
            assertThat(member.openTransactions()).hasSize(1);
            assertThat(member.awaitDrained(rig.epoch() + 1, Duration.ofMillis(50)))
                    .isFalse();
            Background drain = Background.run(
                    () -> assertThat(member.awaitDrained(rig.epoch() + 1, LONG)).isTrue());
            stop.close();
            drain.join();
        }
    }

    @Test
    void anOlderEpochIsIgnoredAndProofsMayComeLater() {
        member.adopt(new Assignment(Pattern.DST_ONLY, rig.epoch() - 1, Set.of()));
        assertThat(member.assignment().pattern()).isEqualTo(Pattern.SRC_FIRST);
        member.adopt(new Assignment(Pattern.SRC_FIRST, rig.epoch(), Set.of()));
        assertThat(member.assignment().proven()).isEmpty();
    }

    @Test
    void aStatementThatLeavesItsResultOpenDoesNotBlock() throws Exception {
        try (Connection connection = rig.connect()) {
            var statement = connection.createStatement();
            var rows = statement.executeQuery("SELECT a FROM t");
            assertThat(member.awaitDrained(rig.epoch() + 1, NONE)).isTrue();
            rig.enter(Pattern.DST_FIRST);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "new", 1);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("old");
        }
    }

    @Test
    void aClosedDataSourceBeginsNothing() {
        rig.close();
        assertThatThrownBy(() -> rig.run("DELETE FROM t")).hasMessageContaining("closed");
    }
}
