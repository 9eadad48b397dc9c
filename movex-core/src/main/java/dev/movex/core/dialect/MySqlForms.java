package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts in which values of MySQL and MariaDB travel, for one column. Exact for every value that the type holds, in a
 * canonical session.
 */
class MySqlForms {
    private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
    private static final Set<String> WHOLE = Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "year");
    private static final Set<String> BINARY =
            Set.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector");
    private static final Set<String> SPATIAL = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection");
    private static final Set<String> LONG =
            Set.of("text", "mediumtext", "longtext", "blob", "mediumblob", "longblob", "json", "vector");
    private static final Set<String> PLAIN = Set.of("datetime", "timestamp", "time", "decimal");
    private static final Pattern SIZE = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");
    static final String MICROS = "'%Y-%m-%d %H:%i:%s.%f'";

    /** The text of a uuid without dashes, with them. */
    static final String DASHED = "INSERT(INSERT(INSERT(INSERT(?, 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')";

    private final MySqlWords words;
    private final Column column;
    private final ColumnKind form;
    private final String type;

    MySqlForms(MySqlWords words, Column column, ColumnKind form) {
        this.words = words;
        this.column = column;
        this.form = form;
        this.type = column.typeName();
    }

    /** Returns whether the column keeps bytes. */
    static boolean binary(String type) {
        return BINARY.contains(type);
    }

    static boolean spatial(String type) {
        return SPATIAL.contains(type);
    }

    /** Returns the text of a value, given as an expression of the column's type. */
    String text(String value) {
        if (form == ColumnKind.UUID) {
            return BINARY.contains(type)
                    ? "LOWER(HEX(" + value + "))"
                    : "LOWER(REPLACE(CAST(" + value + " AS CHAR), '-', ''))";
        }
        if (form == ColumnKind.TIME) {
            // one server counts the fraction among the seconds, the other does not
            return "CAST(CAST(IF(" + value + " < 0, -1, 1) * (TRUNCATE(ABS(TIME_TO_SEC(" + value
                    + ")), 0) * 1000000 + MICROSECOND(" + value + ")) AS SIGNED) AS CHAR)";
        }
        if (form == ColumnKind.BOOLEAN) {
            return "CAST(" + value + " + 0 AS CHAR)";
        }
        return form == ColumnKind.ARRAY ? MySqlLabels.text(value, column.labels()) : serverText(value);
    }

    /** Returns whether values travel as bytes where the texts have hexadecimal digits. */
    boolean raw() {
        return switch (form) {
            case BYTES -> true;
            case SERVER_TEXT -> BINARY.contains(type) || SPATIAL.contains(type);
            default -> false;
        };
    }

    /** Returns a value as a bulk copy reads it: bytes as they are, and texts that only have to mean the same. */
    String field(String value, boolean ofKey) {
        if (raw()) {
            return value;
        }
        return ofKey ? text(value) : copied(value);
    }

    /** Returns a text that whoever stores it takes for the value: cheaper than the one by which values are compared. */
    String copied(String value) {
        boolean own = switch (form) {
            case INTEGER -> NUMBERS.contains(type);
            case DECIMAL -> NUMBERS.contains(type) || type.equals("decimal");
            case TIMESTAMP, INSTANT -> type.equals("datetime") || type.equals("timestamp");
            case SERVER_TEXT -> PLAIN.contains(type);
            default -> false;
        };
        // the cheapest function that makes a text of anything: drivers give no bytes of a number
        return own ? "CONCAT(" + value + ")" : text(value);
    }

    /**
     * Returns what a bulk load stores, given the variable that holds the field's bytes; empty if the field goes into the
     * column as it is.
     */
    Optional<String> loaded(String variable) {
        if (raw()) {
            return Optional.empty();
        }
        boolean direct = switch (type) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> form != ColumnKind.DECIMAL;
            case "decimal", "float", "double", "date", "datetime", "timestamp" -> true;
            case "time" -> form != ColumnKind.TIME;
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
                charset().equals("utf8mb4") && form != ColumnKind.UUID && form != ColumnKind.ARRAY;
            default -> false;
        };
        return direct ? Optional.empty() : Optional.of(value().replace("?", "CONVERT(" + variable + " USING utf8mb4)"));
    }

    /** Returns whether a single value may be large. */
    boolean isLong() {
        return LONG.contains(type) || SPATIAL.contains(type);
    }

    private String serverText(String value) {
        if (BINARY.contains(type) || SPATIAL.contains(type)) {
            return hex(value);
        }
        return switch (type) {
            // a display width would add zeros, and so would the year 0
            case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> "CAST(" + value + " + 0 AS CHAR)";
            case "decimal" -> decimal("CAST(" + value + " AS CHAR)");
            // the text of a single would be rounded
            case "float" -> words.doubleText("CAST(" + value + " AS DOUBLE)");
            case "bit" -> "LPAD(BIN(" + value + " + 0), " + size(1) + ", '0')";
            case "datetime", "timestamp" -> "DATE_FORMAT(" + value + ", " + MICROS + ")";
            case "time" -> "CAST(CAST(" + value + " AS TIME(6)) AS CHAR)";
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" -> utf8(value);
            default -> "CAST(" + value + " AS CHAR)";
        };
    }

    /** Without trailing zeros, so that another scale is no difference. */
    private String decimal(String text) {
        return size(2) <= 0 ? text : "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + text + "))";
    }

    /** Where the text would be longer than a packet, the server would say NULL; an error is better. */
    private String hex(String value) {
        String hex = "LOWER(HEX(" + value + "))";
        if (!LONG.contains(type) && !SPATIAL.contains(type)) {
            return hex;
        }
        return "IF(OCTET_LENGTH(" + value + ") * 2 > @@max_allowed_packet, EXP(OCTET_LENGTH(" + value + ")), " + hex
                + ")";
    }

    private String utf8(String value) {
        String text = charset().equals("utf8mb4") ? value : "CONVERT(" + value + " USING utf8mb4)";
        return form == ColumnKind.CHAR ? "TRIM(TRAILING ' ' FROM " + text + ")" : text;
    }

    /** Returns the value of a text parameter where it is stored. */
    String value() {
        if (form == ColumnKind.UUID && !BINARY.contains(type) && size(1) == 36) {
            return DASHED;
        }
        if (form == ColumnKind.TIME) {
            return "SEC_TO_TIME(CAST(? AS DECIMAL(20)) * 0.000001)";
        }
        if (form == ColumnKind.ARRAY) {
            return MySqlLabels.VALUE;
        }
        if (BINARY.contains(type) || SPATIAL.contains(type)) {
            return "UNHEX(?)";
        }
        if (type.equals("bit")) {
            return form == ColumnKind.BOOLEAN ? "CAST(? AS UNSIGNED)" : "CAST(CONV(?, 2, 10) AS UNSIGNED)";
        }
        return WHOLE.contains(type) ? whole() : "?";
    }

    /** A number compared with a text would be compared as a double. */
    private String whole() {
        boolean unsigned = column.declaredType().contains("unsigned") || type.equals("year");
        return "CAST(? AS " + (unsigned ? "UNSIGNED" : "SIGNED") + ")";
    }

    /** Returns the value of a text parameter where it is compared with the column. */
    String operand() {
        return type.equals("decimal") ? "CAST(? AS DECIMAL(" + size(1) + "," + Math.max(0, size(2)) + "))" : value();
    }

    /** Returns {@link #operand} for a text that stands in the statement. */
    String literal(String text) {
        if (column.kind() == ColumnKind.INTEGER && text.matches("-?[0-9]+")) {
            return text;
        }
        return operand().replace("?", string(form == ColumnKind.UUID ? text.replace("-", "") : text));
    }

    /** Hexadecimal digits mean the same in every character set and mode. */
    static String string(String text) {
        return "_utf8mb4 X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
    }

    /** Returns an expression that orders as both sides do, given the column or {@link #operand}. */
    String ordered(String value, boolean bytewise) {
        if (form == ColumnKind.UUID && !BINARY.contains(type)) {
            return "CAST(" + text(value) + " AS BINARY)";
        }
        boolean text = column.kind() == ColumnKind.ENUM || !column.collation().isEmpty();
        return bytewise && text ? "CAST(CONVERT(" + value + " USING utf8mb4) AS BINARY)" : value;
    }

    /** Returns the one text of all keys that the server takes for equal. */
    String canonical() {
        return switch (column.kind()) {
            case TEXT, CHAR ->
                form == ColumnKind.SERVER_TEXT
                        // trailing blanks weigh nothing in most collations; where they do, two keys share a text
                        ? "HEX(WEIGHT_STRING(TRIM(TRAILING ' ' FROM CONVERT(? USING " + charset() + ")) COLLATE "
                                + collation() + "))"
                        : "?";
            case DECIMAL -> decimal("CAST(" + operand() + " AS CHAR)");
            default -> "?";
        };
    }

    /** The collation as SQL names it; the column's has the dialect's name before it. */
    private String collation() {
        return column.collation().substring(column.collation().indexOf('/') + 1);
    }

    private String charset() {
        String collation = collation();
        int end = collation.indexOf('_');
        return end < 0 ? collation : collation.substring(0, end).toLowerCase(Locale.ROOT);
    }

    final int size(int group) {
        Matcher size = SIZE.matcher(column.declaredType());
        return size.find() && size.group(group) != null ? Integer.parseInt(size.group(group)) : -1;
    }
}
