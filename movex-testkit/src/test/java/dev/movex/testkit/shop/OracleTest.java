package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.LedgerTransaction;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Row;
import dev.movex.testkit.ledger.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle can fail: damage is noticed in rows of writers, in loaded rows, and in sums. */
@RealPostgres
class OracleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DELETE FROM orders WHERE note = 'acknowledged'; 1; 0",
                "UPDATE orders SET qty = qty + 1 WHERE note = 'acknowledged'; 1; 0",
                "UPDATE orders SET created_at = created_at + interval '1 microsecond' WHERE note = 'acknowledged'; 1; 0",
                "UPDATE orders SET note = NULL WHERE note = 'acknowledged'; 1; 0",
                "INSERT INTO orders OVERRIDING SYSTEM VALUE SELECT 19, 1, 'back', 1, 1, 'new', 'x', now(), 1; 1; 0",
                "DELETE FROM orders WHERE id = 29; 1; 0",
                "UPDATE orders SET note = NULL WHERE id = 14; 0; 1",
                "UPDATE products SET picture = '' WHERE sku = 'SKU-0000006'; 0; 1",
                "UPDATE products SET price = price + 0.00 WHERE sku = 'SKU-0000004'; 0; 1",
                "INSERT INTO carts (customer_id) VALUES (1); 0; 1",
                "INSERT INTO order_items VALUES (14, 77, 'new', 1, 1); 0; 1",
                "UPDATE customers SET balance = balance + 0.01 WHERE id = 2; 1; 0",
                "UPDATE customers SET name = 'other' WHERE id = 2; 0; 1",
            })
    void noticesDamage(String damage, long lost, long unwritten, Database fresh) throws SQLException {
        Ledger ledger = load(fresh);
        write(fresh, ledger);
        assertThat(new Oracle(ledger).judge(fresh.dataSource()).findings()).isEmpty();
        assertThat(execute(fresh, damage)).isEqualTo(1);
        Verdict verdict = new Oracle(ledger).judge(fresh.dataSource());
        assertThat(verdict.lostWrites()).as(verdict.findings().toString()).isEqualTo(lost);
        assertThat(verdict.unwrittenRows()).as(verdict.findings().toString()).isEqualTo(unwritten);
        assertThat(verdict.findings()).hasSize(1);
        assertThat(verdict.clean()).isFalse();
    }

    @Test
    void aTransactionOfUnknownOutcomeIsThereWhollyOrNotAtAll(Database fresh) throws SQLException, IOException {
        Ledger ledger = load(fresh);
        LedgerTransaction unknown = new LedgerTransaction();
        unknown.put(order(5_000));
        unknown.put(order(5_001));
        unknown.add("1", new BigDecimal("5.00"));
        Ledger remote = Shop.openLedger(fresh.dataSource());
        remote.unknown(unknown);
        StringBuilder exported = new StringBuilder();
        remote.export(exported);
        ledger.absorb(new BufferedReader(new StringReader(exported.toString())));
        Oracle oracle = new Oracle(ledger);
        assertThat(oracle.judge(fresh.dataSource()).clean()).isTrue();
        insert(fresh, 5_000);
        assertThat(oracle.judge(fresh.dataSource()).lostWrites()).isEqualTo(1);
        insert(fresh, 5_001);
        assertThat(oracle.judge(fresh.dataSource()).clean()).isTrue();
        execute(fresh, "UPDATE customers SET balance = balance + 5 WHERE id = 1");
        assertThat(oracle.judge(fresh.dataSource()).clean()).isTrue();
        execute(fresh, "UPDATE customers SET balance = balance + 5 WHERE id = 1");
        assertThat(oracle.judge(fresh.dataSource()).lostWrites()).isEqualTo(1);
        assertThat(oracle.judge(fresh.dataSource()).unknownOutcomes()).isEqualTo(1);
    }

    private static Ledger load(Database fresh) throws SQLException {
        Shop.create(fresh.dataSource(), ShopSizes.ofOrders(100));
        return Shop.openLedger(fresh.dataSource());
    }

    /** Writes one order and deletes another, as a writer does. */
    private static void write(Database fresh, Ledger ledger) throws SQLException {
        LedgerTransaction transaction = new LedgerTransaction();
        transaction.put(order(5_000));
        transaction.delete(ORDERS, "19");
        insert(fresh, 5_000);
        execute(fresh, "DELETE FROM orders WHERE id = 19");
        ledger.acknowledged(transaction);
    }

    private static Row order(long id) {
        LocalDateTime time = LocalDateTime.of(2025, 2, 3, 4, 5, 6, 70_000);
        return Row.of(ORDERS, id, 1L, "sku", 3, new BigDecimal("1.50"), "new", "acknowledged", time, 17L);
    }

    private static void insert(Database fresh, long id) throws SQLException {
        execute(
                fresh,
                "INSERT INTO orders OVERRIDING SYSTEM VALUE VALUES (" + id
                        + ", 1, 'sku', 3, 1.5, 'new', 'acknowledged', timestamp '2025-02-03 04:05:06.00007', 17)");
    }

    private static int execute(Database fresh, String sql) throws SQLException {
        try (Connection connection = fresh.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
