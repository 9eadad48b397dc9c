package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.DoubleWriteConfig.BreakerLimits;
import dev.movex.doublewrite.DoubleWriteConfig.SecondaryLimits;
import dev.movex.doublewrite.Steps.Step;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the secondary or to the process: the keys of a write that may not have reached the secondary are
 * in the journal, and nothing is sent twice.
 */
@RealPostgres
class NothingForgottenTest {
    private static final DirtyKey KEY_1 = new DirtyKey("public.t", RowKey.of("1"));
    private static final DirtyKey KEY_2 = new DirtyKey("public.t", RowKey.of("2"));
    private static final DoubleWriteConfig CONFIG = DoubleWriteConfig.of("m1")
            .withSecondary(new SecondaryLimits(3, Duration.ofSeconds(2), Duration.ofSeconds(2)))
            .withBreaker(new BreakerLimits(3, Duration.ofSeconds(1)));

    private final TestSteps steps = new TestSteps();
    private DatabasePair pair;
    private TcpRelay relay;
    private HikariDataSource target;
    private Rig rig;

    @BeforeEach
    void open(DatabasePair fresh) throws Exception {
        pair = fresh;
        Rig.execute(
                pair.src(),
                "CREATE TABLE t (id bigint PRIMARY KEY, a text UNIQUE)",
                "INSERT INTO t VALUES (1, 'o1'), (2, 'o2')");
        Rig.execute(
                pair.dst(),
                "CREATE TABLE t (id bigint PRIMARY KEY, a text UNIQUE)",
                "INSERT INTO t VALUES (1, 'o1'), (2, 'o2')");
        relay = TcpRelay.to("127.0.0.1", pair.target().server().port());
        target = Rig.pool(pair.target().dataSource(relay.port()), 4);
        open(CONFIG);
    }

    private void open(DoubleWriteConfig config) throws SQLException {
        if (rig != null) {
            rig.close();
        }
        rig = Rig.open(pair, config, steps, pair.src(), target);
        rig.enter(Pattern.SRC_FIRST);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        target.close();
        relay.close();
    }

    @Test
    void aCrashBetweenTheTwoCommits() throws SQLException {
        steps.once(Step.PRIMARY_COMMITTED, s -> crash());
        assertThatThrownBy(this::update).isInstanceOf(TestSteps.Crash.class);
        verifyLeftBehind();
    }

    @Test
    void aCrashBeforeThePrimaryCommit() throws SQLException {
        steps.once(Step.BEFORE_PRIMARY_COMMIT, s -> crash());
        assertThatThrownBy(this::update).isInstanceOf(TestSteps.Crash.class);
        rig.close();
        assertThat(values(Side.SRC)).containsExactly("o1", "o2");
        assertThat(values(Side.DST)).containsExactly("o1", "o2");
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void theJournalRowIsPartOfThePrimarysTransaction() throws SQLException {
        steps.once(Step.BEFORE_SECONDARY_COMMIT, s -> relay.cut());
        update();
        rig.close();
        assertThat(rig.rows(Side.SRC, "SELECT DISTINCT j.xmin = t.xmin FROM movex.journal j, t WHERE t.a LIKE 'n%'"))
                .containsExactly("t");
    }

    private static void crash() {
        throw new TestSteps.Crash();
    }

    @Test
    void aSecondaryThatDiesBeforeItsCommit() throws SQLException {
        steps.once(Step.BEFORE_SECONDARY_COMMIT, s -> relay.cut());
        update();
        verifyLeftBehind();
    }

    @Test
    void aSecondaryThatDoesNotAnswer() throws SQLException {
        steps.once(Step.SECONDARY_ACQUIRED, s -> relay.freeze());
        long began = System.nanoTime();
        update();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
        relay.restore();
        verifyLeftBehind();
    }

    @Test
    void aSecondaryThatIsNotThere() throws SQLException {
        relay.down();
        update();
        verifyLeftBehind();
    }

    @Test
    void aSecondaryWhoseRowIsLockedForTooLong() throws SQLException {
        try (Connection plain = pair.dst().getConnection()) {
            plain.setAutoCommit(false);
            Rig.update(plain, "UPDATE t SET a = a WHERE id = 1");
            update();
        }
        verifyLeftBehind();
    }

    @Test
    void aConflictOnAnotherUniqueKey() throws SQLException {
        Rig.execute(pair.dst(), "INSERT INTO t VALUES (3, 'n1')");
        update();
        rig.close();
        assertThat(values(Side.DST)).containsExactly("o1", "o2", "n1");
        assertThat(rig.journal(Side.SRC)).containsExactly(KEY_1, KEY_2);
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_REPEATS)).isZero();
    }

    @Test
    void whatMaySucceedLaterIsRepeatedAsAWhole() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();
        steps.on(Step.SECONDARY_WRITTEN, s -> {
            if (attempts.incrementAndGet() < 3) {
                throw new SQLException("deadlock detected", "40P01");
            }
        });
        update();
        rig.close();
        assertThat(values(Side.DST)).containsExactly("n1", "n2");
        assertThat(rig.journal(Side.SRC)).isEmpty();
        assertThat(rig.movex().metrics().get(Metric.SECONDARY_REPEATS)).isEqualTo(2);
    }

    @Test
    void anErrorTakesTheWholeBatchBack() throws SQLException {
        steps.on(Step.SECONDARY_WRITTEN, s -> {
            throw new SQLException("out of range", "22003");
        });
        update();
        verifyLeftBehind();
    }

    @Test
    void aDeadlockOnTheSecondaryIsRepeated() throws Exception {
        try (Connection plain = pair.dst().getConnection()) {
            plain.setAutoCommit(false);
            Rig.execute(plain, "SET LOCAL deadlock_timeout = '10s'");
            Rig.update(plain, "UPDATE t SET a = a WHERE id = 2");
            Background writer = Background.run(this::update);
            await().until(() -> !rig.rows(
                            Side.DST,
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database()")
                    .isEmpty());
            Background other = Background.run(() -> {
                Rig.update(plain, "UPDATE t SET a = a WHERE id = 1");
                plain.commit();
            });
            other.join();
            writer.join();
        }
        rig.close();
        assertThat(values(Side.DST)).containsExactly("n1", "n2");
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void afterThePrimaryCommitNothingIsSentAgain() throws SQLException {
        AtomicInteger written = new AtomicInteger();
        steps.on(Step.SECONDARY_WRITTEN, s -> written.incrementAndGet());
        steps.once(Step.BEFORE_SECONDARY_COMMIT, s -> {
            throw new SQLException("serialization failure", "40001");
        });
        update();
        verifyLeftBehind();
        assertThat(written).hasValue(1);
    }

    @Test
    void strictMeansBothOrNone() throws SQLException {
        open(CONFIG.withStrict(true));
        relay.down();
        assertThatThrownBy(this::update).isInstanceOf(SQLException.class).hasMessageContaining("target");
        relay.restore();
        await().until(() -> {
            try {
                update();
                return true;
            } catch (SQLException e) {
                return false;
            }
        });
        rig.close();
        assertThat(values(Side.SRC)).containsExactly("n1", "n2");
        assertThat(values(Side.DST)).containsExactly("n1", "n2");
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void theBreakerKeepsCallersFromWaiting() throws SQLException {
        relay.down();
        for (int i = 0; i < 3; i++) {
            update();
        }
        update();
        assertThat(rig.movex().metrics().get(Metric.BREAKER_SKIPS)).isEqualTo(1);
        assertThat(rig.movex().health().works(Side.DST)).isFalse();
        relay.restore();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            update();
            return rig.movex().health().breaker() == BreakerState.CLOSED;
        });
        rig.close();
        assertThat(values(Side.DST)).containsExactly("n1", "n2");
        assertThat(rig.journal(Side.SRC)).contains(KEY_1, KEY_2);
    }

    @Test
    void completedKeysAreToldAndAListenerThatFailsDoesNoHarm() throws SQLException {
        List<DirtyKey> told = new CopyOnWriteArrayList<>();
        open(CONFIG.withKeyListener(keys -> {
            told.addAll(keys);
            throw new IllegalStateException("full");
        }));
        update();
        rig.close();
        assertThat(told).containsExactly(KEY_1, KEY_2);
        assertThat(rig.journal(Side.SRC)).isEmpty();
    }

    @Test
    void aTransactionThatOnlyReadsNeverTouchesTheSecondary() throws SQLException {
        relay.down();
        assertThatCode(() -> {
                    try (Connection connection = rig.connect()) {
                        connection.setAutoCommit(false);
                        connection.setReadOnly(true);
                        Rig.execute(connection, "SELECT * FROM t FOR SHARE");
                    }
                })
                .satisfiesAnyOf(e -> assertThat(e).isNull(), e -> assertThat(e).hasMessageContaining("read-only"));
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.execute(connection, "SELECT * FROM t FOR UPDATE");
            Rig.update(connection, "UPDATE t SET a = 'x' WHERE id = ?", 4711);
            connection.commit();
        }
        assertThat(rig.movex().metrics().get(Metric.DUAL_TRANSACTIONS)).isZero();
    }

    @Test
    void aRollbackDropsEverything() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "n1", 1);
            connection.rollback();
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "n2", 2);
            connection.commit();
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "n1", 1);
        }
        rig.close();
        assertThat(values(Side.SRC)).containsExactly("o1", "n2");
        assertThat(values(Side.DST)).containsExactly("o1", "n2");
        assertThat(rig.movex().metrics().get(Metric.DUAL_TRANSACTIONS)).isEqualTo(1);
    }

    /** One transaction over two rows: one statement is repeated, the other goes as an image. */
    private void update() throws SQLException {
        try (Connection connection = rig.connect()) {
            connection.setAutoCommit(false);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "n1", 1);
            Rig.update(connection, "UPDATE t SET a = ? WHERE id = ?", "n2", 2);
            connection.commit();
        }
    }

    private void verifyLeftBehind() throws SQLException {
        rig.close();
        assertThat(values(Side.SRC)).containsExactly("n1", "n2");
        assertThat(values(Side.DST)).containsExactly("o1", "o2");
        assertThat(rig.journal(Side.SRC)).containsExactly(KEY_1, KEY_2);
        assertThat(rig.journal(Side.DST)).isEmpty();
    }

    private List<String> values(Side side) throws SQLException {
        return rig.rows(side, "SELECT a FROM t ORDER BY id");
    }
}
