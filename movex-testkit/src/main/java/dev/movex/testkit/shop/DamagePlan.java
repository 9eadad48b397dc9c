package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.TableSpec;
import java.util.List;

/**
 * How the rows of a table are spoilt.
 *
 * @param table the table
 * @param changeable a condition for the loaded rows that may be changed: all are cold
 * @param deletable a condition for the loaded rows that may be deleted: all are cold, none is changeable, no other row
 *     refers to them
 * @param changes assignments, each of which gives every row another value
 * @param addition a statement that adds row number {@code ?}, with a key that is free and far from the sequences
 */
record DamagePlan(TableSpec table, String changeable, String deletable, List<String> changes, String addition) {
    static List<DamagePlan> all(ShopSizes sizes) {
        return List.of(orders(sizes), items(sizes), products(), customers(sizes), carts());
    }

    private static DamagePlan orders(ShopSizes sizes) {
        return new DamagePlan(
                ShopTables.ORDERS,
                "id % 10 BETWEEN 5 AND 8 AND id <= " + sizes.orders(),
                "id % 10 = 9 AND id <= " + sizes.orders(),
                List.of(
                        "created_at = created_at + interval '1 microsecond'",
                        "note = CASE WHEN note = '' THEN NULL ELSE '' END",
                        "price = price + 0.01",
                        "note = CASE WHEN note IS NULL THEN '' END",
                        "utime = utime + 1",
                        "qty = -qty"),
                "INSERT INTO orders (id, customer_id, sku, qty, price, status, note, created_at, utime)"
                        + " OVERRIDING SYSTEM VALUE VALUES (4000000000000 + ?, 6, 'SKU-added', 1, 9.99, 'new', NULL,"
                        + " timestamp '2024-05-05 05:05:05.000005', 1700000000000) RETURNING id");
    }

    private static DamagePlan items(ShopSizes sizes) {
        return new DamagePlan(
                ShopTables.ORDER_ITEMS,
                "order_id % 10 BETWEEN 5 AND 8 AND line_no = 1 AND order_id <= " + sizes.orders(),
                "order_id % 10 BETWEEN 5 AND 8 AND line_no > 1 AND order_id <= " + sizes.orders(),
                List.of("qty = qty + 1", "price = price - 0.01", "sku = sku || ' '"),
                "INSERT INTO order_items (order_id, line_no, sku, qty, price)"
                        + " SELECT id, 900000 + ?, 'SKU-added', 1, 9.99 FROM orders WHERE id = 6"
                        + " RETURNING order_id, line_no");
    }

    private static DamagePlan products() {
        return new DamagePlan(
                ShopTables.PRODUCTS,
                "sku LIKE 'SKU-%' AND right(sku, 1) IN ('5', '6', '7')",
                "sku LIKE 'SKU-%' AND right(sku, 1) IN ('8', '9')",
                List.of(
                        "attributes = CASE WHEN attributes IS NULL THEN 'null'::jsonb ELSE attributes || '{\"n\": null}' END",
                        "picture = coalesce(picture, ''::bytea) || '\\x00'::bytea",
                        "tags = array_append(tags, NULL)",
                        "raw = (coalesce(raw::text, '[]') || ' ')::json",
                        "price = coalesce(price, 0) + 0.0000001",
                        "active = CASE WHEN active IS NULL THEN false WHEN active THEN NULL ELSE true END",
                        "changed_at = coalesce(changed_at, timestamptz '2024-01-01 00:00:00+00') + interval '1 microsecond'"),
                "INSERT INTO products (sku, attributes, price, tags)"
                        + " VALUES ('added ' || ?, '{\"added\": true}', 1.0, '{}') RETURNING sku");
    }

    private static DamagePlan customers(ShopSizes sizes) {
        return new DamagePlan(
                ShopTables.CUSTOMERS,
                "id % 10 BETWEEN 5 AND 8 AND id <= " + sizes.customers(),
                "id % 10 = 9 AND id <= " + sizes.customers(),
                List.of(
                        "name = CASE WHEN name IS NULL THEN '' END",
                        "balance = balance - 0.01",
                        "created_at = created_at - interval '1 microsecond'",
                        "email = 'x' || email"),
                "INSERT INTO customers (id, email, name, balance, created_at, utime) SELECT n, 'added' || n || '@loaded.example',"
                        + " NULL, 0, timestamptz '2024-05-05 05:05:05+00', 1700000000000"
                        + " FROM (SELECT 4000000000000 + ? AS n) AS numbers RETURNING id");
    }

    private static DamagePlan carts() {
        return new DamagePlan(
                ShopTables.CARTS,
                "updated_at < timestamptz '2025-01-01 00:00:00+00' AND left(id::text, 1) < '8'",
                "updated_at < timestamptz '2025-01-01 00:00:00+00' AND left(id::text, 1) >= '8'",
                List.of(
                        "updated_at = updated_at + interval '1 microsecond'",
                        "customer_id = CASE WHEN customer_id IS NULL THEN 0 END"),
                "INSERT INTO carts (id, customer_id, updated_at) VALUES (md5('added' || ?)::uuid, NULL,"
                        + " timestamptz '2024-05-05 05:05:05+00') RETURNING id");
    }
}
