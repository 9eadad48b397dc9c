package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Traps of having two servers. See docs/traps.md. */
@RealPostgres
class TrapsOfTwoServersTest {
    private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY, a text)";

    @Test
    void poolsOfOneConnectionDoNotStarveEachOther(DatabasePair pair) throws Exception {
        try (HikariDataSource src = Rig.pool(pair.src(), 1);
                HikariDataSource dst = Rig.pool(pair.dst(), 1);
                Rig rig = Rig.open(pair, DoubleWriteConfig.of("m1").withAck(Ack.BOTH), Steps.NONE, src, dst, TABLE)) {
            rig.enter(Pattern.SRC_FIRST);
            List<Background> writers = new ArrayList<>();
            for (int w = 0; w < 6; w++) {
                int first = w * 100;
                writers.add(Background.run(() -> {
                    for (int i = first; i < first + 20; i++) {
                        rig.run("INSERT INTO t (id, a) VALUES (?, ?)", i, "x");
                    }
                }));
            }
            for (Background writer : writers) {
                writer.join();
            }
            assertThat(rig.rows(Side.DST, "SELECT count(*) FROM t")).containsExactly("120");
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsFoundInTheJournal(DatabasePair pair) throws Exception {
        try (TcpRelay line = TcpRelay.to("127.0.0.1", pair.source().server().port());
                HikariDataSource src = Rig.pool(pair.source().dataSource(line.port()), 2);
                Rig rig = Rig.open(pair, DoubleWriteConfig.of("m1"), Steps.NONE, src, pair.dst(), TABLE)) {
            rig.enter(Pattern.SRC_FIRST);
            rig.run("INSERT INTO t (id, a) VALUES (1, 'before')");
            try (Connection connection = rig.connect()) {
                connection.setAutoCommit(false);
                Rig.update(connection, "INSERT INTO t (id, a) VALUES (?, ?)", 2, "x");
                line.latency(Duration.ZERO, Duration.ofSeconds(30));
                Background commit = Background.run(
                        () -> assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> rig.rows(Side.SRC, "SELECT id FROM t").contains("2"));
                line.cut();
                commit.join();
                line.latency(Duration.ZERO, Duration.ZERO);
                line.restore();
            }
            assertThat(rig.journal(Side.SRC)).contains(new DirtyKey("public.t", RowKey.of("2")));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(rig.rows(Side.DST, "SELECT id FROM t")).containsExactly("1"));
        }
    }

    @Test
    void aChildMayArriveBeforeItsParentHasBeenCopied(DatabasePair pair) throws Exception {
        try (Rig rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withAck(Ack.BOTH),
                Steps.NONE,
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p)")) {
            Rig.execute(pair.src(), "INSERT INTO p VALUES (1)");
            rig.enter(Pattern.SRC_FIRST, Set.of());
            rig.run("INSERT INTO c (id, p) VALUES (?, ?)", 1, 1);
            assertThat(rig.rows(Side.DST, "SELECT id, p FROM c")).containsExactly("1|1");
            assertThat(rig.movex().metrics().get(Metric.JOURNALED)).isZero();
        }
    }

    @Test
    void triggersOfTheTargetDoNotActASecondTime(DatabasePair pair) throws Exception {
        try (Rig rig = Rig.open(
                pair,
                DoubleWriteConfig.of("m1").withAck(Ack.BOTH),
                Steps.NONE,
                TABLE,
                "CREATE TABLE free_log (n int)",
                "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO free_log VALUES (1); NEW.a := NEW.a || ''!''; RETURN NEW; END'",
                "CREATE TRIGGER logs BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION log()")) {
            rig.enter(Pattern.SRC_FIRST);
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
            assertThat(rig.rows(Side.SRC, "SELECT a FROM t")).containsExactly("x!");
            assertThat(rig.rows(Side.DST, "SELECT a FROM t")).containsExactly("x!");
            assertThat(rig.rows(Side.DST, "SELECT * FROM free_log")).isEmpty();
        }
    }

    @Test
    void preparedTransactionsAreNotNeeded(DatabasePair pair) throws Exception {
        try (Rig rig = Rig.open(pair, DoubleWriteConfig.of("m1").withAck(Ack.BOTH), Steps.NONE, TABLE)) {
            rig.enter(Pattern.SRC_FIRST);
            assertThat(rig.rows(Side.DST, "SHOW max_prepared_transactions")).containsExactly("0");
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
            assertThat(rig.rows(Side.DST, "SELECT a FROM t")).containsExactly("x");
        }
    }
}
