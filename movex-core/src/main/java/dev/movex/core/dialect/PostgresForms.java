package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;

/** PostgreSQL's side of the texts in which values travel to and from other databases. */
final class PostgresForms {
    private static final String MICROS = "YYYY-MM-DD HH24:MI:SS.US";

    private PostgresForms() {}

    /** Returns the text of a column's value, given as an expression. */
    static String text(String value, Column column, ColumnKind form) {
        return column.kind() == ColumnKind.ARRAY && form != ColumnKind.SERVER_TEXT
                ? PostgresLists.text(value, form)
                : column.typeName().equals("inet") && form == ColumnKind.TEXT ? address(value) : text(value, form);
    }

    /** As the server shows it: a cast would name the mask of a single address too. */
    private static String address(String value) {
        return "CASE WHEN masklen(" + value + ") = CASE family(" + value + ") WHEN 4 THEN 32 ELSE 128 END THEN host("
                + value + ") ELSE " + value + "::text END";
    }

    /** Returns the text of a value, given as an expression of a type of the form's kind. */
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

    /** Returns whether a single value may be large. */
    static boolean isLong(Column column) {
        return switch (column.typeName()) {
            case "text", "bytea", "json", "jsonb", "xml", "tsvector", "hstore" -> true;
            case "varchar", "bpchar" -> !column.declaredType().contains("(");
            default -> column.kind() == ColumnKind.ARRAY || column.typeName().startsWith("_");
        };
    }

    /** Returns the size of a value that may be large, told without unpacking what the server has packed. */
    static String size(String value, Column column) {
        String function = switch (column.typeName()) {
            case "text", "varchar", "bytea" -> "octet_length(";
            default -> "pg_column_size(";
        };
        return "coalesce(" + function + value + "), 0)::bigint";
    }

    /** Years that other databases don't know keep a text that they refuse. */
    private static String micros(String value) {
        return "CASE WHEN " + value + " BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999' THEN to_char(" + value
                + ", '" + MICROS + "') ELSE " + value + "::text END";
    }

    /** Returns the value of a text parameter. */
    static String placeholder(Column column, ColumnKind form) {
        if (column.kind() == ColumnKind.ARRAY && form == ColumnKind.JSON) {
            return PostgresLists.ofJson(PostgresTableSql.cast(column));
        }
        return switch (form) {
            // a number beyond 1 would be taken for true
            case BOOLEAN -> "?::boolean";
            case BYTES -> "decode(?, 'hex')";
            case INSTANT -> "(?::timestamp AT TIME ZONE 'UTC')";
            case TIME -> "(?::bigint * interval '1 microsecond')" + PostgresTableSql.cast(column);
            case BIT -> "?::varbit";
            default -> "?" + PostgresTableSql.cast(column);
        };
    }

    /** Returns the value of a text that stands in the statement. */
    static String literal(String placeholder, String text) {
        return placeholder.replace("?", "'" + text.replace("'", "''") + "'");
    }
}
