package dev.movex.benchmarks.orders;

import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * The table {@code orders}: about 180 bytes a row, an index on the update time, and rows that depend on their key alone,
 * so that two databases of any kind are filled alike without reading one another. Immutable.
 *
 * @param kind the server it stands on
 * @param zoned whether PostgreSQL keeps {@code created_at} with a zone, as it must beside a database of another kind
 */
public record OrdersTable(ServerKind kind, boolean zoned) {
    /** The table's name. */
    public static final String NAME = "orders";

    private static final int ROWS_AT_ONCE = 100_000;
    private static final String DIGITS = "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"
            + " UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
            + " UNION ALL SELECT 9)";

    /** Returns the table on one server, whose rows go to, or come from, another. */
    public static OrdersTable on(ServerKind kind, ServerKind other) {
        return new OrdersTable(kind, (kind == ServerKind.POSTGRESQL) != (other == ServerKind.POSTGRESQL));
    }

    private boolean postgres() {
        return kind == ServerKind.POSTGRESQL;
    }

    /** Creates the table without rows; one that is there is dropped. */
    public void create(DataSource database) throws SQLException {
        String created = postgres() ? (zoned ? "timestamptz(6)" : "timestamp(6)") : "timestamp(6)";
        execute(
                database,
                "DROP TABLE IF EXISTS " + NAME,
                "CREATE TABLE " + NAME + " (id bigint NOT NULL PRIMARY KEY, user_id bigint NOT NULL,"
                        + " sku varchar(40) NOT NULL, qty int NOT NULL, price decimal(12,2) NOT NULL,"
                        + " status varchar(16) NOT NULL, note varchar(200), created_at " + created
                        + " NOT NULL, utime bigint NOT NULL)",
                "CREATE INDEX " + NAME + "_utime ON " + NAME + " (utime)");
    }

    /** Fills the table with the rows 1 to {@code rows}, and lets the server count them. */
    public void fill(DataSource database, long rows) throws SQLException {
        for (long from = 1; from <= rows; from += ROWS_AT_ONCE) {
            execute(database, insert(from, Math.min(rows, from + ROWS_AT_ONCE - 1)));
        }
        analyze(database);
    }

    /** Lets the server look at what the table holds by now. */
    public void analyze(DataSource database) throws SQLException {
        execute(database, postgres() ? "VACUUM ANALYZE " + NAME : "ANALYZE TABLE " + NAME);
    }

    private String insert(long first, long last) {
        String ids = postgres()
                ? "generate_series(" + first + "::bigint, " + last + ") AS ids(id)"
                : "(SELECT " + first + " + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS id FROM " + DIGITS
                        + " a, " + DIGITS + " b, " + DIGITS + " c, " + DIGITS + " d, " + DIGITS + " e) AS ids";
        String id = postgres() ? "ids.id::text" : "ids.id";
        String created = postgres()
                ? "timestamp" + (zoned ? "tz '2026-01-01 00:00:00.000001+00'" : " '2026-01-01 00:00:00.000001'")
                        + " + interval '1 microsecond' * (ids.id * 7654321)"
                : "'2026-01-01 00:00:00.000001' + INTERVAL (ids.id * 7654321) MICROSECOND";
        return String.format(
                Locale.ROOT,
                "INSERT INTO %s SELECT ids.id, ids.id * 7919 %% 100003, concat('SKU-', lpad(%s, 10, '0')),"
                        + " ids.id %% 9 + 1, (ids.id * 37 %% 1000000) / 100.0,"
                        + " CASE ids.id %% 4 WHEN 0 THEN 'NEW' WHEN 1 THEN 'PAID' WHEN 2 THEN 'SHIPPED' ELSE 'RETURNED' END,"
                        + " CASE WHEN ids.id %% 10 = 0 THEN NULL ELSE concat('note ', md5(%s), ' ', md5(%s)) END,"
                        + " %s, 1767225600000 + ids.id FROM %s WHERE ids.id BETWEEN %d AND %d ORDER BY ids.id",
                NAME,
                id,
                id,
                postgres() ? "(ids.id + 1)::text" : "ids.id + 1",
                created,
                ids,
                first,
                last);
    }

    private void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!postgres()) {
                statement.execute("SET time_zone = '+00:00'");
            }
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
