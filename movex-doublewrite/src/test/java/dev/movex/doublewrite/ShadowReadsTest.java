package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.DoubleWriteConfig.ShadowReads;
import dev.movex.doublewrite.Steps.Step;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RealPostgres
class ShadowReadsTest {
    private static final ShadowReads ALL = new ShadowReads(1, 64, 10, Duration.ofMillis(50), 100);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestSteps steps = new TestSteps();
    private DatabasePair pair;
    private TcpRelay line;
    private HikariDataSource src;
    private HikariDataSource dst;
    private Rig rig;

    @BeforeEach
    void open(DatabasePair fresh) throws SQLException {
        pair = fresh;
        line = TcpRelay.to("127.0.0.1", pair.target().server().port());
        src = Rig.pool(pair.src(), 8);
        dst = Rig.pool(pair.target().dataSource(line.port()), 8);
        rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withShadowReads(ALL),
                steps,
                src,
                dst,
                "CREATE TABLE t (id int PRIMARY KEY, a text)",
                "CREATE SEQUENCE s");
        rig.enter(Pattern.SRC_FIRST);
        for (int i = 1; i <= 5; i++) {
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", i, "v" + i);
        }
    }

    @AfterEach
    void close() {
        line.restore();
        rig.close();
        src.close();
        dst.close();
        line.close();
    }

    private long count(Metric metric) {
        return rig.movex().metrics().getOrDefault(metric, 0L);
    }

    private List<String> read(String sql, Object... values) throws SQLException {
        List<String> read = new ArrayList<>();
        try (Connection connection = rig.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            Rig.bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.add(rows.getString(1));
                }
            }
        }
        return read;
    }

    @Test
    void aStableDifferenceIsReportedWithItsKeyAndWithoutValues() throws SQLException {
        Rig.execute(pair.dst(), "UPDATE t SET a = 'damaged' WHERE id = 3");
        assertThat(read("SELECT a, id FROM t WHERE id > ? ORDER BY id", 1)).hasSize(4);
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_DIFFERENCES) == 1);
        ShadowDifference difference = rig.movex().shadowDifferences().get(0);
        assertThat(difference.keys()).containsExactly(new DirtyKey("public.t", RowKey.of("3")));
        assertThat(difference.tables()).containsExactly("public.t");
        assertThat(difference.toString()).doesNotContain("damaged", "v3");
        assertThat(difference.order()).isFalse();
    }

    @Test
    void withoutAnOrderTheOrderDoesNotMatter() throws SQLException {
        Rig.execute(pair.dst(), "UPDATE t SET a = a WHERE id = 1");
        assertThat(rig.rows(Side.DST, "SELECT id FROM t")).isNotEqualTo(rig.rows(Side.SRC, "SELECT id FROM t"));
        read("SELECT id, a FROM t");
        read("SELECT count(*) FROM t x JOIN t AS y ON x.id = y.id");
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_COMPARED) == 2);
        assertThat(rig.movex().shadowDifferences()).isEmpty();
    }

    @Test
    void writesInFlightAreNoDifference() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        steps.on(Step.BEFORE_SECONDARY_COMMIT, step -> {
            // the secondary lags behind, so that looks do meet differences
            long until = System.nanoTime() + Duration.ofMillis(20).toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            commits.incrementAndGet();
        });
        Background writer = Background.run(() -> {
            for (int i = 0; i < 150; i++) {
                rig.run("UPDATE t SET a = ? WHERE id = ?", "w" + (i % 2), 1 + i % 5);
            }
        });
        Background reader = Background.run(() -> {
            for (int i = 0; i < 400; i++) {
                read("SELECT id, a FROM t ORDER BY id");
            }
        });
        writer.join();
        reader.join();
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_COMPARED) > 10);
        assertThat(rig.movex().shadowDifferences()).isEmpty();
        assertThat(commits.get()).isPositive();
    }

    @Test
    void aDifferenceThatPassesIsNone() throws SQLException {
        Rig.execute(pair.dst(), "UPDATE t SET a = 'late' WHERE id = 3");
        read("SELECT id, a FROM t");
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_RECHECKS) > 0);
        Rig.execute(pair.dst(), "UPDATE t SET a = 'v3' WHERE id = 3");
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_COMPARED) == 1);
        assertThat(rig.movex().shadowDifferences()).isEmpty();
    }

    @Test
    void whatTheJournalNamesIsPending() throws SQLException {
        steps.once(Step.SECONDARY_ACQUIRED, step -> {
            throw new SQLException("refused by the test", "23514");
        });
        rig.run("UPDATE t SET a = ? WHERE id = ?", "only on the source", 2);
        await().atMost(LIMIT).until(() -> count(Metric.JOURNALED) == 1);
        read("SELECT id, a FROM t WHERE id = ?", 2);
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_PENDING) == 1);
        assertThat(rig.movex().shadowDifferences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s') FROM t",
                "SELECT id FROM t FOR UPDATE",
                "SELECT id FROM t LIMIT 1",
                "SELECT now() FROM t",
                "SELECT pg_advisory_lock(id) FROM t",
                "SELECT relname FROM pg_class, t",
                "SELECT id FROM (SELECT id FROM pg_class c JOIN t ON true) q"
            })
    void readsThatDependOnMoreThanTheirRowsAreLeftAlone(String sql) throws SQLException {
        read(sql);
        read("SELECT id FROM t");
        await().atMost(LIMIT).until(() -> count(Metric.SHADOW_COMPARED) == 1);
        assertThat(count(Metric.SHADOW_COMPARED)).isEqualTo(1);
        assertThat(rig.rows(Side.DST, "SELECT is_called FROM s")).containsExactly("f");
    }

    @Test
    void callersDoNotWaitForASecondaryThatDoesNotAnswer() throws Exception {
        line.freeze();
        long began = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            assertThat(read("SELECT id FROM t")).hasSize(5);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        assertThat(count(Metric.SHADOW_DROPPED)).isPositive();
    }

    @Test
    void offUnlessAskedFor() {
        assertThat(DoubleWriteConfig.of("m1").shadow()).isEqualTo(ShadowReads.OFF);
        assertThat(ShadowReads.OFF.oneIn()).isZero();
    }
}
