package dev.movex.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.fault.TcpRelay;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@RealPostgres
class ShopWritersTest {
    @Test
    void everyKindOfStatementLeavesALedgerThatTheDatabaseConfirms(Database fresh) throws SQLException {
        Ledger ledger = load(fresh.dataSource());
        WriterStats stats =
                run(fresh.dataSource(), WriterOptions.of(4, Pace.flatOut()).withSeed(7), ledger, 3_000);
        assertThat(stats.failures()).as(stats.firstFailures().toString()).isZero();
        assertThat(stats.steps().keySet())
                .containsAll(Step.ALL.stream().map(Step::name).collect(Collectors.toSet()));
        Verdict verdict = new Oracle(ledger).judge(fresh.dataSource());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.clean()).isTrue();
        assertThat(verdict.acknowledgedWrites()).isGreaterThan(stats.calls() / 2);
    }

    @Test
    void laterRunsShareOneLedger(Database fresh) throws SQLException {
        Ledger ledger = load(fresh.dataSource());
        run(fresh.dataSource(), WriterOptions.of(2, Pace.flatOut()), ledger, 500);
        run(fresh.dataSource(), WriterOptions.of(3, Pace.flatOut()), ledger, 300);
        assertThat(new Oracle(ledger).judge(fresh.dataSource()).findings()).isEmpty();
    }

    @Test
    void aLedgerAbsorbsThatOfAnotherMember(Database fresh) throws SQLException, IOException {
        Ledger ledger = load(fresh.dataSource());
        Ledger remote = Shop.openLedger(fresh.dataSource());
        WriterOptions options = WriterOptions.of(2, Pace.flatOut());
        try (HikariDataSource pool = pool(fresh.dataSource(), 4);
                ShopWriters first = ShopWriters.start(pool, options.withMember("a", 0, 2), ledger);
                ShopWriters second = ShopWriters.start(pool, options.withMember("b", 1, 2), remote)) {
            awaitCalls(first, 500);
            awaitCalls(second, 500);
        }
        assertThat(new Oracle(ledger).judge(fresh.dataSource()).clean()).isFalse();
        StringBuilder exported = new StringBuilder();
        remote.export(exported);
        long before = ledger.acknowledgedWrites();
        ledger.absorb(new BufferedReader(new StringReader(exported.toString())));
        assertThat(ledger.acknowledgedWrites()).isEqualTo(before + remote.acknowledgedWrites());
        assertThat(new Oracle(ledger).judge(fresh.dataSource()).findings()).isEmpty();
    }

    @Test
    void deadlocksAreRepeatedAndCountedApart(Database fresh) throws SQLException {
        Ledger ledger = load(fresh.dataSource());
        WriterOptions options = WriterOptions.of(8, Pace.flatOut()).withDeadlocks();
        try (HikariDataSource pool = pool(fresh.dataSource(), 8);
                ShopWriters writers = ShopWriters.start(pool, options, ledger)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> deadlocks(fresh) > 0);
            writers.stop();
            assertThat(writers.stats().failures()).isZero();
            assertThat(writers.stats().retries()).isPositive();
        }
        assertThat(new Oracle(ledger).judge(fresh.dataSource()).findings()).isEmpty();
    }

    @Test
    void thePaceIsKept(Database fresh) throws SQLException {
        Ledger ledger = load(fresh.dataSource());
        try (HikariDataSource pool = pool(fresh.dataSource(), 2)) {
            long begun = System.nanoTime();
            try (ShopWriters writers = ShopWriters.start(pool, 2, Pace.of(100), ledger)) {
                awaitCalls(writers, 150);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(1_200), Duration.ofSeconds(10));
        }
    }

    @Test
    void cutLinesAndACrashLeaveNoDoubtThatTheOracleCannotSettle() throws SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.builder().start();
                Database database = Database.create(server, "shop");
                TcpRelay relay = TcpRelay.to(server.host(), server.port())) {
            Ledger ledger = load(database.dataSource());
            try (HikariDataSource pool = pool(database.dataSource(relay.port()), 4);
                    ShopWriters writers = ShopWriters.start(pool, 4, Pace.flatOut(), ledger)) {
                for (int cut = 1; cut <= 8; cut++) {
                    awaitCalls(writers, writers.stats().calls() + 40);
                    relay.cut();
                }
                server.crash();
                awaitFailures(writers, writers.stats().failures() + 1);
                server.start();
                awaitCalls(writers, writers.stats().calls() + 200);
                writers.stop();
                assertThat(writers.stats().failures()).isPositive();
                assertThat(writers.stats().unknownOutcomes()).isPositive();
            }
            Verdict verdict = new Oracle(ledger).judge(database.dataSource());
            assertThat(verdict.findings()).isEmpty();
            assertThat(verdict.unknownOutcomes()).isPositive();
        }
    }

    private static long deadlocks(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    static Ledger load(DataSource database) throws SQLException {
        Shop.create(database, ShopSizes.ofOrders(2_000));
        return Shop.openLedger(database);
    }

    static WriterStats run(DataSource database, WriterOptions options, Ledger ledger, long calls) {
        try (HikariDataSource pool = pool(database, options.writers());
                ShopWriters writers = ShopWriters.start(pool, options, ledger)) {
            awaitCalls(writers, calls);
            writers.stop();
            return writers.stats();
        }
    }

    private static void awaitCalls(ShopWriters writers, long calls) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(40))
                .until(() -> writers.stats().calls() >= calls);
    }

    private static void awaitFailures(ShopWriters writers, long failures) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> writers.stats().failures() >= failures);
    }

    private static HikariDataSource pool(DataSource database, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(size);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(1_000);
        return new HikariDataSource(config);
    }
}
