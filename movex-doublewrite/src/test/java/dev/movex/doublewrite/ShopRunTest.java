package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.StatementClass;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Verdict;
import dev.movex.testkit.shop.Pace;
import dev.movex.testkit.shop.Shop;
import dev.movex.testkit.shop.ShopSchema;
import dev.movex.testkit.shop.ShopSizes;
import dev.movex.testkit.shop.ShopWriters;
import dev.movex.testkit.shop.WriterOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application that uses JDBC in all the ways applications do runs through Movex, and both sides end up equal. */
@RealPostgres
class ShopRunTest {
    @ParameterizedTest
    @CsvSource({
        "SRC_FIRST, PRIMARY, true, false",
        "DST_FIRST, PRIMARY, true, false",
        "SRC_FIRST, BOTH, true, true",
        "SRC_FIRST, PRIMARY, false, false",
        "SRC_FIRST, JOURNAL, true, false",
        "DST_FIRST, JOURNAL, false, false",
    })
    void bothSidesAreEqualInTheEnd(Pattern pattern, Ack ack, boolean proven, boolean stacked, DatabasePair pair)
            throws SQLException {
        load(pair);
        DoubleWriteConfig config = DoubleWriteConfig.of("m1").withAck(ack);
        try (HikariDataSource src = Rig.pool(pair.src(), 8);
                HikariDataSource dst = Rig.pool(pair.dst(), 12);
                Rig rig = Rig.open(pair, config, Steps.NONE, src, dst)) {
            if (proven) {
                rig.enter(pattern);
            } else {
                rig.enter(pattern, Set.of());
            }
            raiseCounters(rig, pattern.secondary());
            DataSource primary = pair.of(pattern.primary()).dataSource();
            Ledger ledger = Shop.openLedger(primary);
            try (Applier applier = ack == Ack.JOURNAL ? Applier.start(rig, pattern) : null) {
                write(rig, stacked, ledger, 400);
                if (applier != null) {
                    applier.awaitEmpty();
                }
            }
            verify(rig, ledger, pattern);
        }
    }

    private static void write(Rig rig, boolean stacked, Ledger ledger, int calls) {
        try (HikariDataSource upper = stacked ? Rig.pool(rig.movex(), 6) : null;
                ShopWriters writers = ShopWriters.start(
                        upper == null ? rig.movex() : upper, WriterOptions.of(4, Pace.flatOut()), ledger)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> writers.stats().calls() >= calls);
            writers.stop();
            assertThat(writers.stats().failures())
                    .as(writers.stats().firstFailures().toString())
                    .isZero();
        }
    }

    private static void verify(Rig rig, Ledger ledger, Pattern pattern) throws SQLException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> rig.movex().member().openTransactions().isEmpty());
        DatabasePair pair = rig.pair();
        Verdict verdict = new Oracle(ledger)
                .judge(
                        pair.of(pattern.primary()).dataSource(),
                        pair.of(pattern.secondary()).dataSource());
        assertThat(rig.movex().audit().denied()).isEmpty();
        assertThat(rig.movex().audit().shares().get(StatementClass.REPLAY)).isGreaterThan(0.1);
        assertThat(verdict.clean())
                .as(verdict + "; " + rig.movex().metrics() + "; journal " + rig.journal(pattern.primary()))
                .isTrue();
        Awaitility.await()
                .untilAsserted(() -> assertThat(rig.journal(pattern.primary()))
                        .as(rig.movex().metrics().toString())
                        .isEmpty());
    }

    /** Both sides hold the same rows before, as after a copy. */
    static void load(DatabasePair pair) throws SQLException {
        Shop.create(pair.src(), ShopSizes.small());
        Shop.create(pair.dst(), ShopSizes.small());
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            ShopSchema.drop(dst);
            ShopSchema.create(dst);
            Dialect dialect = Dialects.of(src);
            src.setAutoCommit(false);
            dst.setAutoCommit(false);
            for (PlannedTable table : Rig.plan(
                            dialect.readTables(src, java.util.List.of()), dialect.readTables(dst, java.util.List.of()))
                    .tables()) {
                Rig.execute(dst, dialect.beginImages());
                dialect.bulkCopy(dialect, dialect.sql(table, Side.SRC), dialect.sql(table, Side.DST))
                        .copyInto(src, dev.movex.core.row.KeyRange.ALL, dst);
            }
            dst.commit();
        }
    }

    /** Keys that a side gives out later must be new. */
    static void raiseCounters(Rig rig, Side ignored) throws SQLException {
        for (Side side : Side.values()) {
            try (Connection connection = rig.pair().of(side).dataSource().getConnection()) {
                Dialect dialect = Dialects.of(connection);
                for (PlannedTable planned : rig.plan().tables()) {
                    Table table = planned.on(side);
                    for (var column : table.columns()) {
                        if (column.counted()) {
                            dialect.raiseCounter(connection, table, column, 10_000_000);
                        }
                    }
                }
            }
        }
    }
}
