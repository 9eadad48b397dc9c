package dev.movex.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealPostgres
class ShopWritersTest {
    private DataSource database = new org.postgresql.ds.PGSimpleDataSource();

    @BeforeEach
    void load(Database fresh) throws SQLException {
        database = fresh.dataSource();
        Shop.create(database, ShopSizes.ofOrders(2_000));
    }

    @Test
    void everyKindOfStatementLeavesALedgerThatTheDatabaseConfirms() throws SQLException {
        Ledger ledger = Shop.openLedger(database);
        WriterStats stats = write(ledger, WriterOptions.of(4, Pace.flatOut()).withSeed(7), 6_000);
        System.err.println(stats);
        Verdict verdict = new Oracle(ledger).judge(database);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.clean()).isTrue();
        assertThat(stats.failures()).as(stats.firstFailures().toString()).isZero();
        assertThat(stats.steps().keySet())
                .containsAll(Step.ALL.stream().map(Step::name).collect(Collectors.toSet()));
        assertThat(verdict.acknowledgedWrites()).isGreaterThan(stats.calls() / 2);
    }

    private WriterStats write(Ledger ledger, WriterOptions options, long calls) {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(database);
        pool.setMaximumPoolSize(options.writers());
        try (HikariDataSource pooled = new HikariDataSource(pool);
                ShopWriters writers = ShopWriters.start(pooled, options, ledger)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> writers.stats().calls() >= calls);
            writers.stop();
            return writers.stats();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
