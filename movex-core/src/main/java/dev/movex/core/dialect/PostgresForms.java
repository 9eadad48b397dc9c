package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import java.util.List;

/** PostgreSQL's side of the texts in which values travel to and from other databases. */
final class PostgresForms {
    private static final String MICROS = "YYYY-MM-DD HH24:MI:SS.US";

    private PostgresForms() {}

    /** Returns the text of a value, given as an expression of the column's type. */
    static String text(String value, ColumnKind form) {
        return switch (form) {
            case DECIMAL -> "trim_scale((" + value + ")::numeric)::text";
            case FLOAT -> "(" + value + ")::float8::text";
            case BOOLEAN -> "(" + value + ")::int::text";
            case CHAR -> "rtrim((" + value + ")::text, ' ')";
            case BYTES -> "encode(" + value + ", 'hex')";
            case TIMESTAMP -> micros(value);
            case INSTANT -> micros("(" + value + " AT TIME ZONE 'UTC')");
            case TIME -> "(extract(epoch FROM " + value + ") * 1000000)::bigint::text";
            case UUID -> "replace((" + value + ")::text, '-', '')";
            default -> value + "::text";
        };
    }

    /** Years that other databases don't know keep a text that they refuse. */
    private static String micros(String value) {
        return "CASE WHEN " + value + " BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999' THEN to_char(" + value
                + ", '" + MICROS + "') ELSE " + value + "::text END";
    }

    /** Returns the value of a text parameter. */
    static String placeholder(Column column, ColumnKind form) {
        return switch (form) {
            case BOOLEAN -> "?::int::boolean";
            case BYTES -> "decode(?, 'hex')";
            case INSTANT -> "(?::timestamp AT TIME ZONE 'UTC')";
            case TIME -> "(?::bigint * interval '1 microsecond')" + PostgresTableSql.cast(column);
            case BIT -> "?::varbit";
            default -> "?" + PostgresTableSql.cast(column);
        };
    }

    /** Returns the value of a text that stands in the statement. */
    static String literal(Column column, ColumnKind form, String text) {
        return placeholder(column, form).replace("?", "'" + text.replace("'", "''") + "'");
    }

    /**
     * The hash of a row, over an encoding that no two rows share and that every database computes: NULL, or the length
     * and the text, or the hash of a text that may be long.
     */
    static String rowHash(PlannedTable planned, Side side, List<Column> columns, String table) {
        StringBuilder parts = new StringBuilder();
        for (Column column : columns) {
            ColumnKind form = planned.formOn(side, column);
            if (form.comparedInJava()) {
                continue;
            }
            String value = table + "." + PostgresTableSql.quote(column.name());
            String text = text(value, form);
            parts.append(parts.isEmpty() ? "" : " || ")
                    .append(
                            switch (form) {
                                case TEXT, CHAR, ENUM ->
                                    "coalesce(" + hash("convert_to(" + text + ", 'UTF8')") + ", 'N')";
                                case BYTES -> "coalesce(" + hash(value) + ", 'N')";
                                default -> "coalesce(octet_length(" + text + ") || ':' || " + text + ", 'N')";
                            });
        }
        return hash("convert_to(" + parts + ", 'UTF8')");
    }

    private static String hash(String bytes) {
        return "encode(sha256(" + bytes + "), 'hex')";
    }

    /** One half of a row's hash as a number; 60 bits, so that it is positive everywhere. */
    static String half(String hash, int from) {
        return "('x0' || substr(" + hash + ", " + from + ", 15))::bit(64)::bigint";
    }
}
