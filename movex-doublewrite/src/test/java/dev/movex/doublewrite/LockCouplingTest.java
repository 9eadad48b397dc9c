package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.Steps.Step;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are written on the secondary before the primary commits, and the primary commits first. */
@RealPostgres
class LockCouplingTest {
    private static final String TABLE = "CREATE TABLE t (id bigint PRIMARY KEY, a text)";
    private static final String ROW = "INSERT INTO t VALUES (1, 'old'), (2, 'old')";

    private final TestSteps steps = new TestSteps();
    private Rig rig;
    private DatabasePair pair;

    @BeforeEach
    void open(DatabasePair fresh) throws SQLException {
        pair = fresh;
        rig = Rig.open(pair, DoubleWriteConfig.of("m1"), steps, TABLE, ROW).enter(Pattern.SRC_FIRST);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theSecondaryIsWrittenWhileThePrimaryHoldsItsLock() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_PRIMARY_COMMIT)) {
            Background writer = Background.run(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1));
            stop.awaitReached();
            assertThatThrownBy(() -> Rig.execute(pair.dst(), "SELECT 1 FROM t WHERE id = 1 FOR UPDATE NOWAIT"))
                    .hasMessageContaining("could not obtain lock");
            assertThat(value(Side.SRC, 1)).isEqualTo("old");
            stop.close();
            writer.join();
        }
        rig.close();
        assertThat(value(Side.SRC, 1)).isEqualTo("new");
        assertThat(value(Side.DST, 1)).isEqualTo("new");
    }

    @Test
    void imagesToo() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_PRIMARY_COMMIT)) {
            Background writer = Background.run(() -> rig.run("UPDATE t SET a = a || ? WHERE id = ?", "er", 1));
            stop.awaitReached();
            assertThatThrownBy(() -> Rig.execute(pair.dst(), "SELECT 1 FROM t WHERE id = 1 FOR UPDATE NOWAIT"))
                    .hasMessageContaining("could not obtain lock");
            assertThat(value(Side.SRC, 1)).isEqualTo("old");
            stop.close();
            writer.join();
        }
        rig.close();
        assertThat(value(Side.DST, 1)).isEqualTo("older");
    }

    @Test
    void twoTransactionsOnARowComeInTheSameOrderOnBothSides() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_PRIMARY_COMMIT)) {
            Background first = Background.run(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "first", 1));
            stop.awaitReached();
            Background second = Background.run(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "second", 1));
            await().until(() -> waiting(Side.SRC) == 1);
            stop.close();
            first.join();
            second.join();
        }
        rig.close();
        assertThat(value(Side.SRC, 1)).isEqualTo("second");
        assertThat(value(Side.DST, 1)).isEqualTo("second");
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void thePrimaryCommitsFirst() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_SECONDARY_COMMIT)) {
            rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1);
            stop.awaitReached();
            assertThat(value(Side.SRC, 1)).isEqualTo("new");
            assertThat(value(Side.DST, 1)).isEqualTo("old");
        }
    }

    @Test
    void aPrimaryThatDoesNotCommitTakesTheSecondaryBack() throws Exception {
        steps.once(Step.BEFORE_PRIMARY_COMMIT, step -> kill(Side.SRC));
        assertThatThrownBy(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1))
                .isInstanceOf(SQLException.class);
        Rig.execute(pair.dst(), "SELECT 1 FROM t WHERE id = 1 FOR UPDATE NOWAIT");
        rig.close();
        assertThat(value(Side.SRC, 1)).isEqualTo("old");
        assertThat(value(Side.DST, 1)).isEqualTo("old");
    }

    @Test
    void theSecondaryRunsAtReadCommittedWhateverItsPoolSays() throws Exception {
        rig.close();
        HikariConfig config = new HikariConfig();
        config.setDataSource(pair.dst());
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        try (HikariDataSource target = new HikariDataSource(config);
                Rig other = Rig.open(pair, DoubleWriteConfig.of("m1"), steps, pair.src(), target);
                Connection plain = pair.dst().getConnection()) {
            other.enter(Pattern.SRC_FIRST);
            plain.setAutoCommit(false);
            Rig.update(plain, "UPDATE t SET a = 'other' WHERE id = 1");
            Background writer = Background.run(() -> other.run("UPDATE t SET a = ? WHERE id = ?", "new", 1));
            await().until(() -> waiting(Side.DST) == 1);
            plain.commit();
            writer.join();
            other.close();
            assertThat(other.movex().metrics().get(Metric.SECONDARY_FAILURES)).isZero();
        }
        assertThat(value(Side.DST, 1)).isEqualTo("new");
    }

    @Test
    void aWriteThatMeetsFewerRowsOnTheSecondaryKeepsItsJournalRow() throws Exception {
        Rig.execute(pair.dst(), "DELETE FROM t WHERE id = 1");
        rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 1);
        rig.run("DELETE FROM t WHERE id = ?", 1);
        rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 2);
        rig.close();
        DirtyKey key = new DirtyKey("public.t", RowKey.of("1"));
        assertThat(rig.journal(Side.SRC)).containsExactly(key, key);
        assertThat(value(Side.DST, 2)).isEqualTo("new");
    }

    @Test
    void aRowWhoseInsertIsNotCommittedOnTheSecondaryYetIsWaitedFor() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_SECONDARY_COMMIT)) {
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 3, "born");
            stop.awaitReached();
            Background writer = Background.run(() -> rig.run("UPDATE t SET a = ? WHERE id = ?", "new", 3));
            await().until(() -> Background.isIn("awaitPending"));
            stop.close();
            writer.join();
        }
        rig.close();
        assertThat(value(Side.DST, 3)).isEqualTo("new");
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void aRowWhoseInsertIsCommittedWhileItIsLookedForIsLookedForAgain() throws Exception {
        try (TestSteps.Stop stop = steps.stopAt(Step.BEFORE_SECONDARY_COMMIT)) {
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 3, "born");
            stop.awaitReached();
            steps.once(Step.SECONDARY_WRITTEN, step -> {
                stop.close();
                await().until(LockCouplingTest::noCommitIsUnderWay);
            });
            rig.run("DELETE FROM t WHERE id = ?", 3);
        }
        rig.close();
        assertThat(value(Side.DST, 3)).isEmpty();
        assertThat(rig.journal(Side.SRC)).isEmpty();
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_MISMATCHES)).isZero();
    }

    private static boolean noCommitIsUnderWay() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(frame -> frame.getClassName().startsWith(SecondaryCommits.class.getName()));
    }

    private String value(Side side, long id) throws SQLException {
        return String.join(",", rig.rows(side, "SELECT a FROM t WHERE id = " + id));
    }

    /** Returns the number of sessions that wait for a lock. */
    private int waiting(Side side) throws SQLException {
        return rig.rows(
                        side,
                        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type ="
                                + " 'Lock'")
                .size();
    }

    /** Ends all other sessions of a database. */
    private void kill(Side side) throws SQLException {
        rig.rows(
                side,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid()");
    }
}
