package dev.movex.engine;

import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two tables with a column of every common type. The rows that are loaded are cold: nobody writes them but who spoils
 * them; what their columns hold follows from their number.
 */
final class Goods {
    static final int COLD = 9000;
    static final int COLD_LINES = 1500;
    static final long HOT = 1_000_000;
    static final int HOT_ROWS = 300;

    private static final int TRIP = 500;
    private static final List<String> COLUMNS = List.of(
            "code", "n2", "n4", "n8", "de", "f4", "f8", "bo", "te", "vc", "ch", "bl", "da", "ts", "tz", "tm", "js",
            "uu");

    private Goods() {}

    private static boolean postgres(Database database) {
        return database.server().kind() == ServerKind.POSTGRESQL;
    }

    static void create(DatabasePair pair) throws SQLException {
        for (Side side : Side.values()) {
            run(pair.of(side), postgres(pair.of(side)) ? forPostgres() : forTheFamily());
        }
    }

    private static List<String> forPostgres() {
        return List.of(
                """
                CREATE TABLE goods (id bigint PRIMARY KEY, code varchar(40) NOT NULL UNIQUE, n2 smallint, n4 integer, n8 bigint,
                  de numeric(20, 6), f4 real, f8 double precision, bo boolean, te text, vc varchar(60), ch char(8), bl bytea,
                  da date, ts timestamp, tz timestamptz, tm time, js jsonb, uu uuid)""", "CREATE TABLE goods_line (a integer, b varchar(20), qty integer, note text, PRIMARY KEY (a, b))");
    }

    private static List<String> forTheFamily() {
        String bytes = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
        return List.of(
                """
                CREATE TABLE goods (id BIGINT PRIMARY KEY, code VARCHAR(40) NOT NULL UNIQUE, n2 SMALLINT, n4 INT, n8 BIGINT,
                  de DECIMAL(20, 6), f4 FLOAT, f8 DOUBLE, bo TINYINT(1), te LONGTEXT, vc VARCHAR(60), ch CHAR(8), bl LONGBLOB,
                  da DATE, ts DATETIME(6), tz TIMESTAMP(6) NULL, tm TIME(6), js JSON, uu CHAR(36))""" + bytes,
                "CREATE TABLE goods_line (a INT, b VARCHAR(20), qty INT, note LONGTEXT, PRIMARY KEY (a, b))" + bytes);
    }

    /** Runs statements in one transaction. */
    static void run(Database database, List<String> texts) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                if (!postgres(database)) {
                    statement.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES',"
                            + " SESSION time_zone = '-03:30'");
                } else {
                    statement.execute("SET TIME ZONE 'Asia/Kathmandu'");
                }
                for (String text : texts) {
                    statement.execute(text);
                }
            }
            connection.commit();
        }
    }

    /** Loads the cold rows. */
    static void load(Database database) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int from = 1; from <= COLD; from += TRIP) {
            texts.add("INSERT INTO goods VALUES "
                    + IntStream.range(from, Math.min(COLD + 1, from + TRIP))
                            .mapToObj(id -> "(" + id + ", "
                                    + COLUMNS.stream()
                                            .map(c -> literal(database, c, id))
                                            .collect(Collectors.joining(", "))
                                    + ")")
                            .collect(Collectors.joining(", ")));
        }
        texts.add("INSERT INTO goods_line VALUES "
                + IntStream.rangeClosed(1, COLD_LINES)
                        .mapToObj(n ->
                                "(" + a(n) + ", '" + b(n) + "', " + n + ", " + (n % 3 == 0 ? "NULL" : "'note'") + ")")
                        .collect(Collectors.joining(", ")));
        run(database, texts);
    }

    static int a(int line) {
        return line % 50 - 25;
    }

    static String b(int line) {
        return "Line " + line;
    }

    static double f8(int id) {
        return id / 7.0 * Math.pow(10, id % 30 - 15);
    }

    static float f4(int id) {
        return (float) (id / 3.0 * Math.pow(10, id % 12 - 6));
    }

    /** Every third row has NULL, every third an empty text. */
    static String te(int id) {
        return switch (id % 3) {
            case 0 -> "NULL";
            case 1 -> "''";
            default -> "'text " + id + " ä😀'";
        };
    }

    static String bytes(Database database, String hex) {
        return postgres(database) ? "'\\x" + hex + "'" : "X'" + hex + "'";
    }

    private static String literal(Database database, String column, int id) {
        return switch (column) {
            case "code" -> "'c" + id + "'";
            case "n2" -> String.valueOf(id % 30000 - 15000);
            case "n4" -> String.valueOf(id * 1001);
            case "n8" -> String.valueOf(id * 1_000_000_007L);
            case "de" -> id + ".123456";
            case "f4" -> f4(id) + "e0".substring(0, Float.toString(f4(id)).contains("E") ? 0 : 2);
            case "f8" -> f8(id) + "e0".substring(0, Double.toString(f8(id)).contains("E") ? 0 : 2);
            case "bo" -> id % 2 == 0 ? "TRUE" : "FALSE";
            case "te" -> te(id);
            case "vc" -> "'Vc " + id + "'";
            case "ch" -> "'ch" + id % 1000 + "'";
            case "bl" -> bytes(database, String.format("00ff%08x", id));
            case "da" -> String.format("'20%02d-%02d-%02d'", id % 90 + 10, id % 12 + 1, id % 28 + 1);
            case "ts" -> String.format("'2001-02-%02d 03:04:05.%06d'", id % 28 + 1, id);
            case "tz" -> String.format("'2011-12-%02d 23:04:05.%06d'", id % 28 + 1, id);
            case "tm" -> String.format("'23:%02d:05.%06d'", id % 60, id);
            case "js" -> "'{\"n\": " + id + ", \"t\": \"x\"}'";
            case "uu" -> String.format("'00000000-0000-4000-8000-%012x'", id);
            default -> throw new IllegalArgumentException(column);
        };
    }
}
