package dev.movex.engine;

import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the two sides of {@link Goods} row by row, by JDBC and the servers' own functions. Uses nothing of Movex: it
 * judges Movex.
 */
final class GoodsOracle {
    private static final List<String> POSTGRES = List.of(
            "id",
            "code",
            "n2",
            "n4",
            "n8",
            "de",
            "f4::float8",
            "f8",
            "CASE WHEN bo THEN 1 WHEN NOT bo THEN 0 END",
            "te",
            "vc",
            "rtrim(ch)",
            "encode(bl, 'hex')",
            "to_char(da, 'YYYY-MM-DD')",
            "to_char(ts, 'YYYY-MM-DD HH24:MI:SS.US')",
            "to_char(tz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
            "to_char(tm, 'HH24:MI:SS.US')",
            "(js ->> 'n')::text",
            "js ->> 't'",
            "js IS NULL",
            "replace(uu::text, '-', '')");
    private static final List<String> FAMILY = List.of(
            "id",
            "code",
            "n2",
            "n4",
            "n8",
            "de",
            "f4 + 0e0",
            "f8",
            "bo",
            "te",
            "vc",
            "ch",
            "lower(hex(bl))",
            "date_format(da, '%Y-%m-%d')",
            "date_format(ts, '%Y-%m-%d %H:%i:%s.%f')",
            "date_format(tz, '%Y-%m-%d %H:%i:%s.%f')",
            "time_format(tm, '%H:%i:%s.%f')",
            "json_value(js, '$.n')",
            "json_value(js, '$.t')",
            "js IS NULL",
            "replace(lower(uu), '-', '')");
    private static final Set<Integer> FLOATS = Set.of(7, 8);
    private static final int TRUTH = 20;
    private static final List<String> LINE = List.of("a", "b", "qty", "note");

    private GoodsOracle() {}

    /** Returns what differs: {@code goods/1}, {@code goods_line/[1, x]}. */
    static Set<String> differences(Database one, Database other) throws SQLException {
        Set<String> differences = new TreeSet<>();
        compare("goods/", read(one, "goods", 1), read(other, "goods", 1), differences);
        compare("goods_line/", read(one, "goods_line", 2), read(other, "goods_line", 2), differences);
        return differences;
    }

    private static void compare(
            String table, Map<String, List<String>> one, Map<String, List<String>> other, Set<String> differences) {
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .forEach(key -> differences.add(table + key));
    }

    private static Map<String, List<String>> read(Database database, String table, int keys) throws SQLException {
        boolean postgres = database.server().kind() == ServerKind.POSTGRESQL;
        List<String> columns = keys == 2 ? LINE : postgres ? POSTGRES : FAMILY;
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(postgres ? "SET TIME ZONE 'UTC'" : "SET SESSION time_zone = '+00:00'");
            Map<String, List<String>> rows = new LinkedHashMap<>();
            try (ResultSet row = statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + table)) {
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        values.add(text(row, i, keys == 1));
                    }
                    rows.put(key(values, keys), values);
                }
            }
            return rows;
        }
    }

    private static String key(List<String> values, int keys) {
        List<String> key = values.subList(0, keys).stream()
                .map(value -> value.substring(1))
                .toList();
        return keys == 1 ? key.get(0) : key.toString();
    }

    private static String text(ResultSet row, int column, boolean goods) throws SQLException {
        if (goods && FLOATS.contains(column)) {
            double value = row.getDouble(column);
            return row.wasNull() ? "null" : Long.toHexString(Double.doubleToRawLongBits(value));
        }
        if (goods && column == TRUTH) {
            return String.valueOf(row.getBoolean(column));
        }
        String text = row.getString(column);
        return text == null ? "null" : "=" + text;
    }
}
