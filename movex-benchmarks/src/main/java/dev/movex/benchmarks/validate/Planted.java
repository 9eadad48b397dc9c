package dev.movex.benchmarks.validate;

import dev.movex.benchmarks.orders.OrdersTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** A hundred rows of the target that are made different, in every way, from the first row to beyond the last. */
final class Planted {
    static final int COUNT = 100;

    /** Each changes one row; some cancel others in a sum of values, and some are seen by no server's own hash of a record. */
    private static final List<String> CHANGES = List.of(
            "note = ''",
            "price = -price",
            "qty = qty + 1",
            "qty = qty - 1",
            "user_id = user_id + 4294967296",
            "status = 'new'",
            "sku = concat(sku, ' ')",
            "created_at = created_at + interval '1' second",
            "utime = -1",
            "note = 'x'");

    private Planted() {}

    /** Makes the rows different; returns their keys. */
    static Set<Long> plant(DataSource target, long rows) throws SQLException {
        Set<Long> keys = new LinkedHashSet<>();
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long step = rows / COUNT;
            for (int i = 0; i < COUNT; i++) {
                // a multiple of ten has no note
                long id = i == 0 ? 1 : i == COUNT - 1 ? rows : i * step + (i % 10 == 0 ? 0 : 1);
                keys.add(i % 25 == 13 ? rows + i : id);
                plant(statement, i, i % 25 == 13 ? rows + i : id);
            }
            connection.commit();
        }
        return keys;
    }

    private static void plant(Statement statement, int number, long id) throws SQLException {
        String table = OrdersTable.NAME;
        if (number % 25 == 13) {
            statement.execute("INSERT INTO " + table + " SELECT " + id
                    + ", user_id, sku, qty, price, status, note, created_at, utime FROM " + table + " WHERE id = 2");
        } else if (number % 25 == 0 || number == COUNT - 1) {
            statement.execute("DELETE FROM " + table + " WHERE id = " + id);
        } else {
            statement.execute("UPDATE " + table + " SET " + CHANGES.get(number % CHANGES.size()) + " WHERE id = " + id);
        }
    }
}
