package dev.movex.testkit.shop;

/**
 * Every statement that the shop's writers send, by the kind of demand it makes on whatever stands between the
 * application and its database. Each runs inside transactions of one to five steps; those that need no second statement
 * run in auto-commit mode too.
 */
final class ShopStatements {
    // --- inserts: the database chooses keys and defaults; the caller gets them in three ways

    /** Keys by RETURN_GENERATED_KEYS; status and created_at are defaults. Also as a batch. */
    static final String INSERT_ORDER =
            "INSERT INTO orders (customer_id, sku, qty, price, note, utime) VALUES (?, ?, ?, ?, ?, ?)";

    /** Keys by RETURNING, through executeQuery. */
    static final String INSERT_ORDER_RETURNING =
            "INSERT INTO orders (customer_id, sku, qty, price, note, utime) VALUES (?, ?, ?, ?, ?, ?)"
                    + " RETURNING id, status, created_at";

    /** Keys by column names; every other column is given. Also as a batch. */
    static final String INSERT_ORDER_COMPLETE =
            "INSERT INTO orders (customer_id, sku, qty, price, status, note, created_at, utime)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    /** A composite key that the application gives. As a batch. */
    static final String INSERT_ITEM =
            "INSERT INTO order_items (order_id, line_no, sku, qty, price) VALUES (?, ?, ?, ?, ?)";

    /** Key and default by column names. */
    static final String INSERT_CUSTOMER = "INSERT INTO customers (email, name, balance, utime) VALUES (?, ?, ?, ?)";

    /** A UUID from the application, a default read by column name. */
    static final String INSERT_CART = "INSERT INTO carts (id, customer_id) VALUES (?, ?)";

    /** A UUID from the database. */
    static final String INSERT_CART_RETURNING = "INSERT INTO carts (customer_id) VALUES (?) RETURNING id, updated_at";

    // --- upserts

    /** On the primary key; columns that are not named keep their old value. */
    static final String UPSERT_PRODUCT =
            "INSERT INTO products (sku, attributes, raw, picture, price, active, tags, changed_at)"
                    + " VALUES (?, ?::jsonb, ?::json, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (sku) DO UPDATE SET attributes = EXCLUDED.attributes, price = EXCLUDED.price,"
                    + " active = EXCLUDED.active, changed_at = EXCLUDED.changed_at";

    /** On another unique key, by an expression over the old row; uses up a generated key even when it updates. */
    static final String UPSERT_CUSTOMER = "INSERT INTO customers AS c (email, name, balance, utime) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name,"
            + " balance = c.balance + EXCLUDED.balance, utime = EXCLUDED.utime"
            + " RETURNING id, balance, created_at";

    /** Of a row that is there: nothing happens. */
    static final String INSERT_CART_OR_NOTHING =
            "INSERT INTO carts (id, customer_id) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";

    // --- updates

    /** By primary key, all values bound. */
    static final String UPDATE_ORDER = "UPDATE orders SET qty = ?, status = ?, note = ?, utime = ? WHERE id = ?";

    /** By composite key. */
    static final String UPDATE_ITEM = "UPDATE order_items SET qty = ?, price = ? WHERE order_id = ? AND line_no = ?";

    /** By an expression over the old value. On customers of the writer, and on those that all writers share. */
    static final String ADD_TO_BALANCE = "UPDATE customers SET balance = balance + ?, utime = ? WHERE id = ?";

    /** By the database's clock. */
    static final String TOUCH_CART = "UPDATE carts SET updated_at = now() WHERE id = ?";

    /** By an expression and the database's clock, the result through RETURNING. */
    static final String REPRICE_PRODUCT =
            "UPDATE products SET price = price + ?, changed_at = clock_timestamp() WHERE sku = ?"
                    + " RETURNING price, changed_at";

    /** Documents, bytes and lists. */
    static final String UPDATE_PRODUCT =
            "UPDATE products SET attributes = ?::jsonb, raw = ?::json, picture = ?, tags = ? WHERE sku = ?";

    /** By a condition that is not the key: any number of rows, all of them the writer's. */
    static final String CLOSE_ORDERS_OF_CUSTOMER =
            "UPDATE orders SET status = ?, utime = ? WHERE customer_id = ? AND status <> ?";

    /** By key and version: one row, or none if the version is old. */
    static final String UPDATE_ORDER_IF_UNCHANGED =
            "UPDATE orders SET status = ?, utime = ? WHERE id = ? AND utime = ?";

    /** As text without parameters, in a Statement batch. */
    static final String UPDATE_ORDER_LITERAL = "UPDATE orders SET qty = %d, utime = %d WHERE id = %d";

    // --- deletes: items, then the order

    static final String DELETE_ITEMS = "DELETE FROM order_items WHERE order_id = ?";
    static final String DELETE_ORDER = "DELETE FROM orders WHERE id = ?";
    static final String DELETE_CART = "DELETE FROM carts WHERE id = ?";
    static final String DELETE_PRODUCT = "DELETE FROM products WHERE sku = ?";

    // --- reads, beside SELECT ... WHERE key = ? with and without FOR UPDATE on every table

    static final String READ_DEFAULTS = "SELECT status, created_at FROM orders WHERE id = ?";
    static final String READ_CART = "SELECT updated_at FROM carts WHERE id = ?";
    static final String READ_BALANCE = "SELECT balance FROM customers WHERE id = ?";
    static final String READ_TOTAL =
            "SELECT o.id, c.email, count(i.line_no), coalesce(sum(i.qty * i.price), 0) FROM orders o"
                    + " JOIN customers c ON c.id = o.customer_id LEFT JOIN order_items i ON i.order_id = o.id"
                    + " WHERE o.id = ? GROUP BY o.id, c.email";
    static final String READ_LATEST = "SELECT id, utime FROM orders ORDER BY utime DESC, id LIMIT 10";

    private ShopStatements() {}
}
