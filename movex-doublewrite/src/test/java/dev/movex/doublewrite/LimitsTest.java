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
import dev.movex.doublewrite.DoubleWriteConfig.JournalLimits;
import dev.movex.doublewrite.DoubleWriteConfig.SecondaryLimits;
import dev.movex.doublewrite.Steps.Step;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bounds of the journal, and of the time that the secondary may take. */
@RealPostgres
class LimitsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestSteps steps = new TestSteps();
    private final List<DirtyKey> told = new CopyOnWriteArrayList<>();
    private DatabasePair pair;
    private TcpRelay line;
    private HikariDataSource target;
    private Rig rig;

    @BeforeEach
    void openLine(DatabasePair fresh) throws SQLException {
        pair = fresh;
        line = TcpRelay.to("127.0.0.1", pair.target().server().port());
        target = Rig.pool(pair.target().dataSource(line.port()), 4);
        rig = Rig.open(pair, DoubleWriteConfig.of("m0"), Steps.NONE, pair.src(), target);
    }

    @AfterEach
    void close() {
        line.restore();
        rig.close();
        target.close();
        line.close();
    }

    private void open(DoubleWriteConfig config) throws SQLException {
        rig.close();
        rig = Rig.open(pair, config, steps, pair.src(), target, "CREATE TABLE t (id int PRIMARY KEY, a text)");
        rig.enter(Pattern.SRC_FIRST);
    }

    private long count(Metric metric) {
        return rig.movex().metrics().getOrDefault(metric, 0L);
    }

    private void refuseOnce() {
        steps.once(Step.SECONDARY_ACQUIRED, step -> {
            throw new SQLException("refused by the test", "23514");
        });
    }

    @Test
    void aFullJournalTakesNoMoreButASecondaryThatAnswersDoes() throws SQLException {
        open(DoubleWriteConfig.of("m1").withJournal(new JournalLimits(true, 2)));
        for (int i = 1; i <= 2; i++) {
            refuseOnce();
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", i, "x");
        }
        AtomicLong next = new AtomicLong(3);
        await().atMost(LIMIT).untilAsserted(() -> {
            refuseOnce();
            assertThatThrownBy(() -> rig.run("INSERT INTO t (id, a) VALUES (?, ?)", (int) next.getAndIncrement(), "x"))
                    .isInstanceOf(SQLTransientException.class)
                    .hasMessageContainingAll("journal holds", "Try again")
                    .hasFieldOrPropertyWithValue("SQLState", "53400");
        });
        int refused = (int) next.get() - 1;
        assertThat(rig.rows(Side.SRC, "SELECT id FROM t WHERE id = " + refused)).isEmpty();
        steps.clear(Step.SECONDARY_ACQUIRED);
        rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1000, "x");
        assertThat(rig.rows(Side.SRC, "SELECT id FROM t WHERE id = 1000")).hasSize(1);
        Rig.execute(pair.src(), "DELETE FROM movex.journal");
        await().atMost(LIMIT).untilAsserted(() -> {
            refuseOnce();
            assertThatCode(() -> rig.run("INSERT INTO t (id, a) VALUES (?, ?)", (int) next.getAndIncrement(), "x"))
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void withoutAJournalNothingIsWrittenDownAndKeysAreToldToValidation() throws SQLException {
        open(DoubleWriteConfig.of("m1")
                .withAck(Ack.BOTH)
                .withJournal(JournalLimits.OFF)
                .withKeyListener(told::addAll));
        steps.on(
                Step.PRIMARY_COMMITTED,
                step -> assertThat(rig.journal(Side.SRC)).isEmpty());
        rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
        assertThat(rig.rows(Side.DST, "SELECT id FROM t")).containsExactly("1");
        refuseOnce();
        rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 2, "x");
        assertThat(count(Metric.UNJOURNALED)).isEqualTo(1);
        assertThat(count(Metric.JOURNALED)).isZero();
        assertThat(told).contains(new DirtyKey("public.t", RowKey.of("2")));
        assertThat(rig.movex().members().journaling()).isFalse();
    }

    @Test
    void withoutAJournalTheFenceHoldsAllTheSame() throws SQLException {
        open(DoubleWriteConfig.of("m1").withJournal(JournalLimits.OFF));
        rig.control(Side.SRC, Pattern.DST_FIRST, rig.epoch() + 1, false);
        assertThatThrownBy(() -> rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x"))
                .hasFieldOrPropertyWithValue("SQLState", "40001");
        assertThat(rig.rows(Side.SRC, "SELECT id FROM t")).isEmpty();
    }

    @Test
    void aFrozenSecondaryCostsNoMoreThanItsTimeOuts() throws SQLException {
        Duration acquire = Duration.ofMillis(500);
        Duration statement = Duration.ofSeconds(1);
        open(DoubleWriteConfig.of("m1")
                .withSecondary(new SecondaryLimits(3, acquire, statement))
                .withBreaker(new BreakerLimits(2, Duration.ofMinutes(1))));
        rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
        line.freeze();
        List<Duration> took = new ArrayList<>();
        for (int i = 2; i < 12; i++) {
            long began = System.nanoTime();
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", i, "x");
            took.add(Duration.ofNanos(System.nanoTime() - began));
        }
        // a second of slack lets the server's own time-out come first
        Duration most = acquire.plus(statement).plusSeconds(1).plusMillis(700);
        assertThat(took).allSatisfy(each -> assertThat(each).isLessThan(most));
        assertThat(took.subList(4, took.size()))
                .allSatisfy(each -> assertThat(each).isLessThan(Duration.ofMillis(500)));
        assertThat(count(Metric.BREAKER_SKIPS)).isGreaterThanOrEqualTo(6);
        assertThat(rig.rows(Side.SRC, "SELECT id FROM t")).hasSize(11);
    }
}
