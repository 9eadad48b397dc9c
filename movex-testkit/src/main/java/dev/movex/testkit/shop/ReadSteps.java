package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.ORDERS;

import dev.movex.testkit.ledger.Row;
import dev.movex.testkit.ledger.TableSpec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How the shop reads. What the writer wrote itself is compared with what it reads. */
final class ReadSteps {
    private ReadSteps() {}

    static boolean own(Unit unit) throws SQLException {
        TableSpec table = ShopTables.ALL.get(unit.random().nextInt(ShopTables.ALL.size()));
        Row known = unit.any(table);
        if (known == null) {
            return false;
        }
        unit.verify(known);
        return true;
    }

    static boolean total(Unit unit) throws SQLException {
        Row order = unit.any(ORDERS);
        if (order == null) {
            return false;
        }
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.READ_TOTAL)) {
            statement.setLong(1, order.number("id"));
            try (ResultSet row = statement.executeQuery()) {
                unit.require(row.next(), ORDERS, order.key(), "was not found by its writer in a join");
            }
        }
        return true;
    }

    static boolean latest(Unit unit) throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.READ_LATEST);
                ResultSet rows = statement.executeQuery()) {
            long previous = Long.MAX_VALUE;
            while (rows.next()) {
                unit.require(rows.getLong(2) <= previous, ORDERS, rows.getString(1), "was read out of order");
                previous = rows.getLong(2);
            }
        }
        return true;
    }
}
