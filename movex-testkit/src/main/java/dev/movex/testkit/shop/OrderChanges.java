package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.CUSTOMERS;
import static dev.movex.testkit.shop.ShopTables.ORDERS;
import static dev.movex.testkit.shop.ShopTables.ORDER_ITEMS;

import dev.movex.testkit.ledger.Digest;
import dev.movex.testkit.ledger.LedgerTransaction;
import dev.movex.testkit.ledger.Row;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the shop changes and deletes orders. Each returns false if there was no row to do it with. */
final class OrderChanges {
    private static final String CLOSED = "closed";

    private OrderChanges() {}

    static boolean byKey(Unit unit) throws SQLException {
        Row old = unit.anyOrLoaded(ORDERS);
        if (old == null) {
            return false;
        }
        Row after = old.with("qty", unit.values().quantity())
                .with("status", unit.values().status())
                .with("note", unit.values().text())
                .with("utime", unit.writer().utime());
        unit.updateOne(
                after,
                ShopStatements.UPDATE_ORDER,
                after.get("qty"),
                after.get("status"),
                after.get("note"),
                after.get("utime"),
                after.get("id"));
        return true;
    }

    /** Locks the order with SELECT ... FOR UPDATE before it is changed. */
    static boolean afterLocking(Unit unit) throws SQLException {
        Row known = unit.any(ORDERS);
        if (known == null) {
            return false;
        }
        Row locked = unit.select(ORDERS, known.keyValues(), true);
        unit.require(
                locked != null && locked.digest().equals(known.digest()),
                ORDERS,
                known.key(),
                "was locked by its writer with other content than written");
        Row after = known.with("status", unit.values().status())
                .with("utime", unit.writer().utime());
        unit.updateOne(
                after,
                ShopStatements.UPDATE_ORDER,
                after.get("qty"),
                after.get("status"),
                after.get("note"),
                after.get("utime"),
                after.get("id"));
        return true;
    }

    static boolean item(Unit unit) throws SQLException {
        Row old = unit.any(ORDER_ITEMS);
        if (old == null) {
            return false;
        }
        Row after = old.with("qty", unit.values().quantity())
                .with("price", unit.values().price());
        unit.updateOne(
                after,
                ShopStatements.UPDATE_ITEM,
                after.get("qty"),
                after.get("price"),
                after.get("order_id"),
                after.get("line_no"));
        return true;
    }

    static boolean byCustomer(Unit unit) throws SQLException {
        Row customer = unit.any(CUSTOMERS);
        if (customer == null) {
            return false;
        }
        long utime = unit.writer().utime();
        int expected = 0;
        for (Row order : ordersOf(unit, customer.number("id"))) {
            if (!order.text("status").equals(CLOSED)) {
                unit.writes().put(order.with("status", CLOSED).with("utime", utime));
                expected++;
            }
        }
        int count = unit.update(ShopStatements.CLOSE_ORDERS_OF_CUSTOMER, CLOSED, utime, customer.number("id"), CLOSED);
        unit.requireCount(expected, count, ShopStatements.CLOSE_ORDERS_OF_CUSTOMER);
        return true;
    }

    static boolean ifUnchanged(Unit unit) throws SQLException {
        Row old = unit.any(ORDERS);
        if (old == null) {
            return false;
        }
        Row after = old.with("status", unit.values().status())
                .with("utime", unit.writer().utime());
        unit.updateOne(
                after,
                ShopStatements.UPDATE_ORDER_IF_UNCHANGED,
                after.get("status"),
                after.get("utime"),
                after.get("id"),
                old.get("utime"));
        return true;
    }

    /** Sends an update whose version is old, so that it meets no row. */
    static boolean ofOldVersion(Unit unit) throws SQLException {
        Row old = unit.any(ORDERS);
        if (old == null) {
            return false;
        }
        int count = unit.update(
                ShopStatements.UPDATE_ORDER_IF_UNCHANGED, "lost", unit.writer().utime(), old.get("id"), -1L);
        unit.requireCount(0, count, ShopStatements.UPDATE_ORDER_IF_UNCHANGED);
        return true;
    }

    static boolean literalBatch(Unit unit) throws SQLException {
        int updates = 0;
        try (Statement statement = unit.connection().createStatement()) {
            for (int left = unit.random().nextInt(1, 4); left > 0; left--) {
                Row old = unit.any(ORDERS);
                if (old != null) {
                    int quantity = unit.values().quantity();
                    long utime = unit.writer().utime();
                    unit.writes().put(old.with("qty", quantity).with("utime", utime));
                    statement.addBatch(String.format(
                            Locale.ROOT, ShopStatements.UPDATE_ORDER_LITERAL, quantity, utime, old.number("id")));
                    updates++;
                }
            }
            OrderInserts.requireOnes(unit, statement.executeBatch(), updates, ShopStatements.UPDATE_ORDER_LITERAL);
        }
        return updates > 0;
    }

    /** Changes an order, goes back to a savepoint, and changes it in another way. */
    static boolean withSavepoint(Unit unit) throws SQLException {
        LedgerTransaction before = unit.writes().copy();
        Savepoint savepoint = unit.connection().setSavepoint();
        boolean changed = unit.chance(2) ? byKey(unit) : OrderInserts.withItems(unit);
        if (unit.chance(4)) {
            unit.connection().releaseSavepoint(savepoint);
            return changed;
        }
        unit.connection().rollback(savepoint);
        unit.restore(before);
        return byKey(unit);
    }

    static boolean delete(Unit unit) throws SQLException {
        Row order = unit.anyOrLoaded(ORDERS);
        if (order == null) {
            return false;
        }
        List<String> items = new ArrayList<>();
        for (int line = 1; line <= ShopTables.MOST_LINES; line++) {
            String key = order.key() + "," + line;
            if (unit.ledger().isQuarantined(ORDER_ITEMS, key)) {
                return false;
            }
            if (isThere(unit, key)) {
                items.add(key);
            }
        }
        items.forEach(key -> unit.writes().delete(ORDER_ITEMS, key));
        unit.writes().delete(ORDERS, order.key());
        unit.requireCount(
                items.size(),
                unit.update(ShopStatements.DELETE_ITEMS, order.number("id")),
                ShopStatements.DELETE_ITEMS);
        unit.requireCount(1, unit.update(ShopStatements.DELETE_ORDER, order.number("id")), ShopStatements.DELETE_ORDER);
        return true;
    }

    private static boolean isThere(Unit unit, String item) {
        if (unit.writes().deleted(ORDER_ITEMS, item)) {
            return false;
        }
        return unit.writes().row(ORDER_ITEMS, item) != null
                || !unit.ledger().expected(ORDER_ITEMS, item).equals(Digest.ABSENT);
    }

    private static List<Row> ordersOf(Unit unit, long customer) {
        Map<String, Row> orders = new HashMap<>();
        unit.writer().memory().ordersOf(customer).forEach(order -> orders.put(order.key(), order));
        unit.writes().rows(ORDERS).stream()
                .filter(order -> order.number("customer_id") == customer)
                .forEach(order -> orders.put(order.key(), order));
        orders.keySet().removeIf(key -> unit.writes().deleted(ORDERS, key));
        return List.copyOf(orders.values());
    }
}
