package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.CARTS;

import dev.movex.testkit.ledger.Row;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the shop does with carts. Each returns false if there was no row to do it with. */
final class CartSteps {
    private CartSteps() {}

    static boolean insert(Unit unit) throws SQLException {
        UUID id = RandomValues.uuid(unit.writer().token());
        Long customer = customer(unit);
        unit.writes().announce(id.toString());
        try (PreparedStatement statement =
                unit.connection().prepareStatement(ShopStatements.INSERT_CART, new String[] {"updated_at"})) {
            unit.bind(statement, id, customer);
            unit.requireCount(1, statement.executeUpdate(), ShopStatements.INSERT_CART);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                unit.requireCount(1, keys.next() ? 1 : 0, ShopStatements.INSERT_CART);
                unit.writes().put(Row.of(CARTS, id, customer, keys.getObject("updated_at", OffsetDateTime.class)));
            }
        }
        unit.writes().answered();
        return true;
    }

    static boolean insertWithDefaultKey(Unit unit) throws SQLException {
        Long customer = customer(unit);
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.INSERT_CART_RETURNING)) {
            unit.bind(statement, customer);
            try (ResultSet row = statement.executeQuery()) {
                unit.requireCount(1, row.next() ? 1 : 0, ShopStatements.INSERT_CART_RETURNING);
                unit.writes()
                        .put(Row.of(
                                CARTS, row.getObject(1, UUID.class), customer, row.getObject(2, OffsetDateTime.class)));
            }
        }
        return true;
    }

    static boolean insertOrNothing(Unit unit) throws SQLException {
        Row known = unit.any(CARTS);
        if (known == null) {
            return false;
        }
        int count = unit.update(
                ShopStatements.INSERT_CART_OR_NOTHING, known.keyValues().get(0), customer(unit));
        unit.requireCount(0, count, ShopStatements.INSERT_CART_OR_NOTHING);
        return true;
    }

    static boolean touch(Unit unit) throws SQLException {
        Row known = unit.any(CARTS);
        if (known == null) {
            return false;
        }
        Object id = known.keyValues().get(0);
        unit.requireCount(1, unit.update(ShopStatements.TOUCH_CART, id), ShopStatements.TOUCH_CART);
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.READ_CART)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                unit.require(row.next(), CARTS, known.key(), "was not found by its writer");
                unit.writes().put(known.with("updated_at", row.getObject(1, OffsetDateTime.class)));
            }
        }
        return true;
    }

    static boolean delete(Unit unit) throws SQLException {
        Row known = unit.any(CARTS);
        if (known == null) {
            return false;
        }
        unit.writes().delete(CARTS, known.key());
        int count = unit.update(ShopStatements.DELETE_CART, known.keyValues().get(0));
        unit.requireCount(1, count, ShopStatements.DELETE_CART);
        return true;
    }

    private static @Nullable Long customer(Unit unit) {
        return unit.chance(4) ? null : Long.valueOf(unit.random().nextLong(1_000_000));
    }
}
