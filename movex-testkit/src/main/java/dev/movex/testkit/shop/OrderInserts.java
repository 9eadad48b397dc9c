package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.CUSTOMERS;
import static dev.movex.testkit.shop.ShopTables.ORDERS;
import static dev.movex.testkit.shop.ShopTables.ORDER_ITEMS;

import dev.movex.testkit.ledger.Row;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the shop inserts orders. Each returns false if there was no customer to do it with. */
final class OrderInserts {
    private OrderInserts() {}

    /** Asks for generated keys without naming them, and reads the defaults back. */
    static boolean generatedKeys(Unit unit) throws SQLException {
        Row draft = draft(unit);
        if (draft == null) {
            return false;
        }
        long id;
        try (PreparedStatement statement =
                unit.connection().prepareStatement(ShopStatements.INSERT_ORDER, Statement.RETURN_GENERATED_KEYS)) {
            bindDraft(unit, statement, draft);
            unit.requireCount(1, statement.executeUpdate(), ShopStatements.INSERT_ORDER);
            id = keys(statement, 1, unit).get(0);
        }
        readDefaults(unit, draft.with("id", id));
        return true;
    }

    /** Inserts through executeQuery. */
    static boolean returning(Unit unit) throws SQLException {
        return insertReturning(unit) != null;
    }

    /** Asks for the key by its name, and gives every other column. */
    static boolean columnNames(Unit unit) throws SQLException {
        Row draft = draft(unit);
        if (draft == null) {
            return false;
        }
        Row complete = draft.with("status", unit.values().status())
                .with("created_at", unit.values().dateTime());
        unit.writes().announce(complete.text("note"));
        try (PreparedStatement statement =
                unit.connection().prepareStatement(ShopStatements.INSERT_ORDER_COMPLETE, new String[] {"id"})) {
            bindComplete(unit, statement, complete);
            unit.requireCount(1, statement.executeUpdate(), ShopStatements.INSERT_ORDER_COMPLETE);
            unit.writes().put(complete.with("id", keys(statement, 1, unit).get(0)));
        }
        unit.writes().answered();
        return true;
    }

    /** Inserts two to four orders in one batch, and takes their keys in the order of the batch. */
    static boolean batch(Unit unit) throws SQLException {
        List<Row> drafts = new ArrayList<>();
        try (PreparedStatement statement = unit.connection()
                .prepareStatement(ShopStatements.INSERT_ORDER_COMPLETE, Statement.RETURN_GENERATED_KEYS)) {
            for (int left = unit.random().nextInt(2, 5); left > 0; left--) {
                Row draft = draft(unit);
                if (draft == null) {
                    return false;
                }
                Row complete = draft.with("status", unit.values().status())
                        .with("created_at", unit.values().dateTime());
                drafts.add(complete);
                bindComplete(unit, statement, complete);
                statement.addBatch();
            }
            requireOnes(unit, statement.executeBatch(), drafts.size(), ShopStatements.INSERT_ORDER_COMPLETE);
            List<Long> keys = keys(statement, drafts.size(), unit);
            for (int i = 0; i < drafts.size(); i++) {
                unit.writes().put(drafts.get(i).with("id", keys.get(i)));
            }
        }
        return true;
    }

    /** Inserts an order and a batch of its items. */
    static boolean withItems(Unit unit) throws SQLException {
        Row order = insertReturning(unit);
        if (order == null) {
            return false;
        }
        int lines = unit.random().nextInt(1, ShopTables.MOST_LINES + 1);
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.INSERT_ITEM)) {
            for (int line = 1; line <= lines; line++) {
                Row item = Row.of(
                        ORDER_ITEMS,
                        order.number("id"),
                        line,
                        unit.values().sku(),
                        unit.values().quantity(),
                        unit.values().price());
                unit.writes().put(item);
                unit.bind(
                        statement,
                        item.get("order_id"),
                        item.get("line_no"),
                        item.get("sku"),
                        item.get("qty"),
                        item.get("price"));
                statement.addBatch();
            }
            requireOnes(unit, statement.executeBatch(), lines, ShopStatements.INSERT_ITEM);
        }
        return true;
    }

    private static @Nullable Row insertReturning(Unit unit) throws SQLException {
        Row draft = draft(unit);
        if (draft == null) {
            return null;
        }
        unit.writes().announce(draft.text("note"));
        Row inserted;
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.INSERT_ORDER_RETURNING)) {
            bindDraft(unit, statement, draft);
            try (ResultSet row = statement.executeQuery()) {
                unit.requireCount(1, row.next() ? 1 : 0, ShopStatements.INSERT_ORDER_RETURNING);
                inserted = draft.with("id", row.getLong(1))
                        .with("status", row.getString(2))
                        .with("created_at", row.getObject(3, LocalDateTime.class));
            }
        }
        unit.writes().put(inserted);
        unit.writes().answered();
        return inserted;
    }

    /** Returns an order without the values that the database chooses, null if there is no customer. */
    private static @Nullable Row draft(Unit unit) {
        Row own = unit.any(CUSTOMERS);
        long customer = own != null && unit.chance(2)
                ? own.number("id")
                : unit.writer().share().customer(unit.random());
        if (customer == 0) {
            return null;
        }
        RandomValues values = unit.values();
        BigDecimal price = values.price();
        String note = unit.writer().token() + " " + values.text() + " " + "x".repeat(60);
        return Row.of(
                ORDERS,
                0L,
                customer,
                values.sku(),
                values.quantity(),
                price,
                null,
                note,
                null,
                unit.writer().utime());
    }

    private static void bindDraft(Unit unit, PreparedStatement statement, Row draft) throws SQLException {
        unit.bind(
                statement,
                draft.get("customer_id"),
                draft.get("sku"),
                draft.get("qty"),
                draft.get("price"),
                draft.get("note"),
                draft.get("utime"));
    }

    private static void bindComplete(Unit unit, PreparedStatement statement, Row order) throws SQLException {
        unit.bind(
                statement,
                order.get("customer_id"),
                order.get("sku"),
                order.get("qty"),
                order.get("price"),
                order.get("status"),
                order.get("note"),
                order.get("created_at"),
                order.get("utime"));
    }

    private static void readDefaults(Unit unit, Row order) throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.READ_DEFAULTS)) {
            statement.setLong(1, order.number("id"));
            try (ResultSet row = statement.executeQuery()) {
                unit.require(row.next(), ORDERS, order.key(), "was not found by its writer");
                unit.writes()
                        .put(order.with("status", row.getString(1))
                                .with("created_at", row.getObject(2, LocalDateTime.class)));
            }
        }
    }

    private static List<Long> keys(Statement statement, int expected, Unit unit) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (ResultSet rows = statement.getGeneratedKeys()) {
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
        }
        unit.requireCount(expected, keys.size(), "generated keys of orders");
        return keys;
    }

    static void requireOnes(Unit unit, int[] counts, int expected, String sql) {
        unit.requireCount(expected, counts.length, sql);
        unit.requireCount(
                expected,
                (int) Arrays.stream(counts).filter(count -> count == 1).count(),
                sql);
    }
}
