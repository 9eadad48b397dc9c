package dev.movex.testkit.shop;

import static dev.movex.testkit.ledger.ColumnKind.BOOLEAN;
import static dev.movex.testkit.ledger.ColumnKind.BYTES;
import static dev.movex.testkit.ledger.ColumnKind.DECIMAL;
import static dev.movex.testkit.ledger.ColumnKind.INSTANT;
import static dev.movex.testkit.ledger.ColumnKind.INT;
import static dev.movex.testkit.ledger.ColumnKind.LONG;
import static dev.movex.testkit.ledger.ColumnKind.TEXT;
import static dev.movex.testkit.ledger.ColumnKind.TEXT_LIST;
import static dev.movex.testkit.ledger.ColumnKind.TIMESTAMP;
import static dev.movex.testkit.ledger.ColumnKind.UUID;

import dev.movex.testkit.ledger.ColumnKind;
import dev.movex.testkit.ledger.CounterSpec;
import dev.movex.testkit.ledger.TableSpec;
import dev.movex.testkit.ledger.TableSpec.Column;
import java.util.List;
import java.util.Set;

/** The shop's tables, parents before children. */
public final class ShopTables {
    /** Customers; some of them are added to by all writers. */
    public static final TableSpec CUSTOMERS = table(
            "customers",
            1,
            column("id", LONG),
            column("email", TEXT),
            column("name", TEXT),
            column("balance", DECIMAL),
            column("created_at", INSTANT),
            column("utime", LONG));

    /** Orders, about 180 bytes each. */
    public static final TableSpec ORDERS = table(
            "orders",
            1,
            column("id", LONG),
            column("customer_id", LONG),
            column("sku", TEXT),
            column("qty", INT),
            column("price", DECIMAL),
            column("status", TEXT),
            column("note", TEXT),
            column("created_at", TIMESTAMP),
            column("utime", LONG));

    /** The lines of orders, with a key of two columns. */
    public static final TableSpec ORDER_ITEMS = table(
            "order_items",
            2,
            column("order_id", LONG),
            column("line_no", INT),
            column("sku", TEXT),
            column("qty", INT),
            column("price", DECIMAL));

    /** Carts, with a UUID as key. */
    public static final TableSpec CARTS =
            table("carts", 1, column("id", UUID), column("customer_id", LONG), column("updated_at", INSTANT));

    /** Products, with a text as key and documents, bytes and lists as values. */
    public static final TableSpec PRODUCTS = table(
            "products",
            1,
            column("sku", TEXT),
            column("attributes", TEXT),
            column("raw", TEXT),
            column("picture", BYTES),
            column("price", DECIMAL),
            column("active", BOOLEAN),
            column("tags", TEXT_LIST),
            column("changed_at", INSTANT));

    /** All tables, parents before children. */
    public static final List<TableSpec> ALL = List.of(CUSTOMERS, ORDERS, ORDER_ITEMS, CARTS, PRODUCTS);

    /** The loaded customers whose balance every writer adds to. */
    public static final CounterSpec HOT_CUSTOMERS =
            new CounterSpec(CUSTOMERS, "balance", Set.of("utime"), Set.of("1", "2", "3", "4"));

    /** No order has more lines; they are numbered from 1. */
    static final int MOST_LINES = 4;

    private ShopTables() {}

    /**
     * Returns whether the loaded row of this number is cold: writers never change or delete it, so that damage planted
     * there stays. Loaded carts are cold without exception.
     */
    public static boolean isCold(long number) {
        return number % 10 >= 5;
    }

    static String sku(long number) {
        return String.format("SKU-%07d", number);
    }

    private static TableSpec table(String name, int keyColumns, Column... columns) {
        return new TableSpec(name, List.of(columns), keyColumns);
    }

    private static Column column(String name, ColumnKind kind) {
        return new Column(name, kind);
    }
}
