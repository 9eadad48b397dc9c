package dev.movex.testkit.ledger;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text form of COPY, written by Java: the form in which the belief and the database are compared. */
final class CopyText {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private CopyText() {}

    static String line(List<@Nullable Object> values) {
        return values.stream().map(CopyText::field).collect(Collectors.joining("\t"));
    }

    static String field(@Nullable Object value) {
        return value == null ? "\\N" : escape(plain(value));
    }

    private static String plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return TIMESTAMP.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return TIMESTAMP.format(time.withOffsetSameInstant(ZoneOffset.UTC)) + "+00";
        }
        if (value instanceof Boolean truth) {
            return truth ? "t" : "f";
        }
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CopyText::element).collect(Collectors.joining(",", "{", "}"));
        }
        return value.toString();
    }

    private static String element(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        String text = value.toString();
        boolean bare = !text.isEmpty()
                && !"NULL".equalsIgnoreCase(text)
                && text.chars().noneMatch(c -> "{},\"\\".indexOf(c) >= 0 || Character.isWhitespace(c));
        return bare ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int at = "\\\b\f\n\r\t\u000b".indexOf(c);
            if (at < 0) {
                escaped.append(c);
            } else {
                escaped.append('\\').append("\\bfnrtv".charAt(at));
            }
        }
        return escaped.toString();
    }
}
