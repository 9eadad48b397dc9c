package dev.movex.testkit.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Loads rows that depend on the seed and their number alone. The server makes them, so that loading is fast. */
final class ShopLoader {
    private static final long BATCH = 50_000;
    private static final String NUMBERS =
            "(SELECT n, CAST(? AS bigint) AS seed FROM generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS n) AS numbers";

    private static final String CUSTOMERS = """
            INSERT INTO customers (id, email, name, balance, created_at, utime)
            SELECT n, 'c' || n || '@loaded.example',
                   CASE n % 17 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'Zoë "Ünal" \\ O''Neil'
                        ELSE 'Customer ' || n END,
                   ((n * 7919 + seed) % 1000000) / 100.0,
                   timestamptz '2024-01-01 00:00:00.000001+00' + n * interval '61.000007 seconds',
                   1700000000000 + n
            FROM {numbers}""";
    // customers whose number ends in 9 or 0 have no orders
    private static final String ORDERS = """
            INSERT INTO orders (id, customer_id, sku, qty, price, status, note, created_at, utime)
            OVERRIDING SYSTEM VALUE
            SELECT n, (n * 31 + seed) % {tens} * 10 + 1 + n % 8,
                   'SKU-' || lpad(((n * 17 + seed) % 100000)::text, 7, '0'), 1 + n % 9,
                   ((n * 104729 + seed) % 10000000) / 100.0,
                   (ARRAY['new', 'paid', 'sent', 'done'])[1 + n % 4],
                   CASE n % 13 WHEN 0 THEN NULL WHEN 1 THEN ''
                        WHEN 2 THEN E'two\\nlines,\\ta tab, a \\\\ and “naïve” 数 ' || n
                        ELSE repeat(md5(n::text || seed::text), 3) END,
                   timestamp '2024-02-01 00:00:00' + n * interval '13.000011 seconds',
                   1700000000000 + n * 3
            FROM {numbers}""";
    // orders whose number ends in 9 have no items
    private static final String ITEMS = """
            INSERT INTO order_items (order_id, line_no, sku, qty, price)
            SELECT n, line, 'SKU-' || lpad(((n * 13 + line + seed) % 100000)::text, 7, '0'), 1 + (n + line) % 5,
                   ((n * 7 + line * 1009 + seed) % 100000) / 100.0
            FROM {numbers}
            CROSS JOIN LATERAL generate_series(1, CAST(CASE WHEN n % 10 = 9 THEN 0 ELSE 1 + n % 3 END AS int)) AS line""";
    private static final String CARTS = """
            INSERT INTO carts (id, customer_id, updated_at)
            SELECT md5('cart' || n || '/' || seed)::uuid, CASE WHEN n % 5 <> 0 THEN n END,
                   timestamptz '2024-03-01 00:00:00.5+00' + n % 1000000 * interval '17.000003 seconds'
            FROM {numbers}""";
    private static final String PRODUCTS = """
            INSERT INTO products (sku, attributes, raw, picture, price, active, tags, changed_at)
            SELECT 'SKU-' || lpad(n::text, 7, '0'),
                   CASE WHEN n % 9 <> 0
                        THEN jsonb_build_object('n', n, 'size', n % 40, 'parts', jsonb_build_array(n, null, 'é', true)) END,
                   CASE WHEN n % 7 <> 0 THEN ('{"b":1,  "a":[' || n || ' ,1.50],"b":"twice"}')::json END,
                   CASE n % 6 WHEN 0 THEN NULL WHEN 1 THEN ''::bytea
                        ELSE decode(md5(n::text || seed::text) || '00ff5c', 'hex') END,
                   CASE n % 5 WHEN 0 THEN NULL WHEN 1 THEN n * 1.10 WHEN 2 THEN n * 0.000001 ELSE n END,
                   CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN true ELSE false END,
                   CASE n % 8 WHEN 0 THEN NULL WHEN 1 THEN '{}'::text[]
                        WHEN 2 THEN ARRAY[NULL, '', 'NULL', 'a,b', 'q"q', 'back\\slash']
                        ELSE ARRAY['tag' || n % 11, 'all'] END,
                   CASE WHEN n % 4 <> 0 THEN timestamptz '2024-04-01 12:00:00+00' + n * interval '1.000001 seconds' END
            FROM {numbers}""";

    private final Connection connection;
    private final long seed;
    private final LoadProgress progress;

    ShopLoader(Connection connection, long seed, LoadProgress progress) {
        this.connection = connection;
        this.seed = seed;
        this.progress = progress;
    }

    void load(ShopSizes sizes) throws SQLException {
        fill("customers", CUSTOMERS, sizes.customers());
        fill("orders", ORDERS.replace("{tens}", String.valueOf(sizes.customers() / 10)), sizes.orders());
        fill("order_items", ITEMS, sizes.orders());
        fill("carts", CARTS, sizes.carts());
        fill("products", PRODUCTS, sizes.products());
        nextKeyAfter("customers", sizes.customers());
        nextKeyAfter("orders", sizes.orders());
        execute("ANALYZE customers, orders, order_items, carts, products");
    }

    private void fill(String table, String insert, long rows) throws SQLException {
        for (long from = 1; from <= rows; from += BATCH) {
            long to = Math.min(rows, from + BATCH - 1);
            try (PreparedStatement statement = connection.prepareStatement(insert.replace("{numbers}", NUMBERS))) {
                statement.setLong(1, seed);
                statement.setLong(2, from);
                statement.setLong(3, to);
                statement.executeUpdate();
            }
            progress.loaded(table, to, rows);
        }
    }

    private void nextKeyAfter(String table, long loaded) throws SQLException {
        if (loaded > 0) {
            execute("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), " + loaded + ")");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
