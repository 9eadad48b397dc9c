package dev.movex.engine;

import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests' statements, written for PostgreSQL, in the words of the other servers. */
final class ServerSql {
    private static final Pattern SERIES = Pattern.compile("generate_series\\((\\d+), (\\d+)\\) n");
    private static final String DIGITS =
            "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL"
                    + " SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
    /** As PostgreSQL reads quotes and bars, and in no zone of anybody. */
    private static final String MODE =
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,PIPES_AS_CONCAT,ANSI_QUOTES', SESSION time_zone = '-03:00'";

    private ServerSql() {}

    /** Returns the statements that mean the same on the server of a database. */
    static List<String> on(Database database, String text) {
        return database.server().kind() == ServerKind.POSTGRESQL ? List.of(text) : family(text);
    }

    /** Returns one statement that means the same on the server of a database. */
    static String one(Database database, String text) {
        List<String> statements = on(database, text);
        return statements.get(statements.size() - 1);
    }

    private static List<String> family(String text) {
        String same = text.replaceAll("SET TIME ZONE '[^']*'; ", "")
                .replace(
                        "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
                        "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000 AS SIGNED)")
                .replace("clock_timestamp()", "NOW(6)")
                .replaceAll("::(text|bigint|int|uuid)\\b", "")
                .replaceAll("decode\\(lpad\\(to_hex\\(([^)]*)\\), 8, '0'\\), 'hex'\\)", "UNHEX(LPAD(HEX($1), 8, '0'))")
                .replaceAll("date '([0-9-]+)' \\+ n", "DATE_ADD('$1', INTERVAL n DAY)")
                .replace("ON CONFLICT (id) DO UPDATE SET", "ON DUPLICATE KEY UPDATE")
                .replaceAll("EXCLUDED\\.(\\w+)", "VALUES($1)")
                .replace("n / 7", "n DIV 7");
        if (same.startsWith("CREATE TABLE") || same.startsWith("ALTER TABLE")) {
            same = same.replace("timestamptz", "TIMESTAMP(6) NULL")
                    .replaceAll("\\btimestamp\\b", "DATETIME(6)")
                    .replaceAll("\\btext\\b", "VARCHAR(200)")
                    .replaceAll("\\bbytea\\b", "VARBINARY(20)")
                    .replaceAll("\\buuid\\b", "CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        }
        Matcher series = SERIES.matcher(same);
        if (series.find()) {
            String numbers = "(SELECT " + series.group(1)
                    + " + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM " + DIGITS + " a, " + DIGITS
                    + " b, " + DIGITS + " c, " + DIGITS + " e, " + DIGITS + " f) s WHERE n <= " + series.group(2);
            same = same.substring(0, series.start()) + numbers + same.substring(series.end());
        }
        return List.of(MODE, same);
    }
}
