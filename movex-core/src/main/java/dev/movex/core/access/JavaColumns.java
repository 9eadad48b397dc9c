package dev.movex.core.access;

import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one text of values that different databases write differently: binary floating point and JSON. */
final class JavaColumns {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .build();

    private static final int MOST_DIGITS = 65;

    private JavaColumns() {}

    /** Returns the one text of a value; other forms have it already. */
    static @Nullable String canonical(ColumnKind form, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (form) {
            case FLOAT -> number(text);
            case JSON -> json(text);
            default -> text;
        };
    }

    private static String number(String text) {
        return switch (text) {
            case "Infinity", "-Infinity", "NaN" -> text;
            default -> Double.toString(Double.parseDouble(text));
        };
    }

    /** What is no JSON is left to fail where it is written. */
    private static String json(String text) {
        try {
            StringBuilder sorted = new StringBuilder();
            write(JSON.readTree(text), sorted);
            return sorted.toString();
        } catch (JacksonException e) {
            return text;
        }
    }

    private static void write(JsonNode node, StringBuilder to) {
        if (node.isObject()) {
            List<String> names = node.propertyNames().stream().sorted().toList();
            to.append('{');
            for (String name : names) {
                to.append(to.charAt(to.length() - 1) == '{' ? "" : ",");
                to.append(JSON.writeValueAsString(name)).append(':');
                write(node.get(name), to);
            }
            to.append('}');
        } else if (node.isArray()) {
            to.append('[');
            for (JsonNode element : node) {
                to.append(to.charAt(to.length() - 1) == '[' ? "" : ",");
                write(element, to);
            }
            to.append(']');
        } else if (node.isNumber()) {
            to.append(number(node.decimalValue()));
        } else {
            to.append(JSON.writeValueAsString(node));
        }
    }

    /** A whole number stays one where it is written, as far as databases have whole numbers. */
    private static String number(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.signum() == 0 || Math.abs(stripped.scale()) <= MOST_DIGITS
                ? stripped.toPlainString()
                : stripped.toString();
    }

    /** Reads the columns at the given places of the plan from a row, from an index on; returns a hash of their values. */
    static String hash(PlannedTable table, List<Integer> places, ResultSet row, int from) throws SQLException {
        StringBuilder values = new StringBuilder();
        int index = from;
        for (int place : places) {
            String value = canonical(table.forms().get(place), row.getString(index++));
            values.append(value == null ? "N" : value.length() + ":" + value);
        }
        return new BigInteger(1, md5(values.toString())).toString(16);
    }

    static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
