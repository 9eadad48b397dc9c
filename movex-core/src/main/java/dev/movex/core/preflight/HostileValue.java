package dev.movex.core.preflight;

import dev.movex.core.plan.ColumnKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that careless drivers or settings spoil.
 *
 * @param name what it is, in words
 * @param kind the kind of column that holds it
 * @param text the server's text of it where nothing is spoilt
 * @param needed whether its loss stands in the way; else it matters where one side alone loses it
 * @param sent puts it into a parameter
 * @param same returns whether a column's value, read back by the driver, is the one that was sent
 */
record HostileValue(String name, ColumnKind kind, String text, boolean needed, Sent sent, Same same) {
    interface Sent {
        void into(PreparedStatement statement, int parameter) throws SQLException;
    }

    interface Same {
        boolean as(ResultSet row, int column) throws SQLException;
    }

    static List<HostileValue> all() {
        OffsetDateTime elsewhere = OffsetDateTime.parse("2026-03-29T02:30:00.123456+05:45");
        return List.of(
                object(
                        "the microseconds of a LocalDateTime",
                        ColumnKind.TIMESTAMP,
                        "2026-06-15 12:34:56.123456",
                        LocalDateTime.parse("2026-06-15T12:34:56.123456")),
                timestamp(),
                new HostileValue(
                        "an OffsetDateTime of a far zone",
                        ColumnKind.INSTANT,
                        "2026-03-28 20:45:00.123456",
                        true,
                        (statement, parameter) -> statement.setObject(parameter, elsewhere),
                        (row, column) -> {
                            OffsetDateTime read = row.getObject(column, OffsetDateTime.class);
                            return read != null && read.isEqual(elsewhere);
                        }),
                object(
                        "the last microsecond of a LocalTime",
                        ColumnKind.TIME,
                        "23:59:59.999999",
                        LocalTime.parse("23:59:59.999999")),
                object("the day 9999-12-31", ColumnKind.DATE, "9999-12-31", LocalDate.parse("9999-12-31")),
                object("the day 1000-01-01", ColumnKind.DATE, "1000-01-01", LocalDate.parse("1000-01-01")),
                string("characters of four bytes", "\uD83D\uDE00\uD835\uDD18 \u00e4"),
                string("quotes, backslashes and blanks at the end", "\\'\"`\\\\ %_ \n\t  "),
                string("an empty text", ""),
                bytes(),
                number("minus zero", "-0", -0.0, false),
                number("all digits of a double", "0.30000000000000004", 0.1 + 0.2, true),
                number("NaN", "NaN", Double.NaN, false),
                decimal(),
                new HostileValue(
                        "the greatest bigint",
                        ColumnKind.INTEGER,
                        String.valueOf(Long.MAX_VALUE),
                        true,
                        (statement, parameter) -> statement.setLong(parameter, Long.MAX_VALUE),
                        (row, column) -> row.getLong(column) == Long.MAX_VALUE),
                new HostileValue(
                        "true",
                        ColumnKind.BOOLEAN,
                        "1",
                        true,
                        (statement, parameter) -> statement.setBoolean(parameter, true),
                        (row, column) -> row.getBoolean(column)));
    }

    private static HostileValue object(String name, ColumnKind kind, String text, Object value) {
        return new HostileValue(
                name,
                kind,
                text,
                true,
                (statement, parameter) -> statement.setObject(parameter, value),
                (row, column) -> value.equals(row.getObject(column, value.getClass())));
    }

    private static HostileValue timestamp() {
        Timestamp value =
                Timestamp.from(LocalDateTime.parse("2026-06-15T12:34:56.654321").toInstant(ZoneOffset.UTC));
        return new HostileValue(
                "the microseconds of a Timestamp",
                ColumnKind.TIMESTAMP,
                value.toLocalDateTime().toString().replace('T', ' '),
                true,
                (statement, parameter) -> statement.setTimestamp(parameter, value),
                (row, column) -> value.equals(row.getTimestamp(column)));
    }

    private static HostileValue string(String name, String value) {
        return new HostileValue(
                name,
                ColumnKind.TEXT,
                HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)),
                true,
                (statement, parameter) -> statement.setString(parameter, value),
                (row, column) -> value.equals(row.getString(column)));
    }

    private static HostileValue bytes() {
        byte[] value = HexFormat.of().parseHex("00ff5c270a0d1a2200");
        return new HostileValue(
                "every byte",
                ColumnKind.BYTES,
                "00ff5c270a0d1a2200",
                true,
                (statement, parameter) -> statement.setBytes(parameter, value),
                (row, column) -> Arrays.equals(value, row.getBytes(column)));
    }

    private static HostileValue number(String name, String text, double value, boolean needed) {
        return new HostileValue(
                name,
                ColumnKind.FLOAT,
                text,
                needed,
                (statement, parameter) -> statement.setDouble(parameter, value),
                (row, column) -> Double.doubleToLongBits(row.getDouble(column)) == Double.doubleToLongBits(value));
    }

    private static HostileValue decimal() {
        BigDecimal value = new BigDecimal("9999999999999999999999999999.0123456789");
        return new HostileValue(
                "38 digits",
                ColumnKind.DECIMAL,
                value.toPlainString(),
                true,
                (statement, parameter) -> statement.setBigDecimal(parameter, value),
                (row, column) -> {
                    @Nullable BigDecimal read = row.getBigDecimal(column);
                    return read != null && Objects.requireNonNull(read).compareTo(value) == 0;
                });
    }
}
