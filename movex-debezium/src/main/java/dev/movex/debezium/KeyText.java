package dev.movex.debezium;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlannedTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/**
 * Tells the values of one column of a key, as the engine has them, in the very text that rows have which are read from the
 * table: a key out of the log must find its row on both sides, and be equal to the key that others tell of. Immutable.
 */
final class KeyText {
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;
    /** What loses its zone or its months on the way. */
    private static final Set<String> UNTOLD = Set.of("timetz", "interval");

    private final boolean postgres;
    private final boolean serverText;
    private final ColumnKind kind;
    private final boolean swapped;

    KeyText(LogSource.Kind server, PlannedTable table, Side side, Column column) {
        ColumnKind form = table.formOn(side, column);
        this.postgres = server == LogSource.Kind.POSTGRESQL;
        this.serverText = form == ColumnKind.SERVER_TEXT;
        this.kind = serverText ? column.kind() : form;
        this.swapped = table.conversionOn(side, column) == Conversion.UUID_SWAPPED && column.kind() == ColumnKind.BYTES;
    }

    /** Returns why keys of a column can't be told; empty if they can. */
    static Optional<String> obstacle(Column column) {
        return UNTOLD.contains(column.typeName())
                ? Optional.of("a log does not tell values of type " + column.typeName() + " as the table has them")
                : Optional.empty();
    }

    /** Returns the text of a value. */
    String of(Object value, Schema schema) {
        String text = String.valueOf(value);
        return switch (kind) {
            case DECIMAL -> decimal(text);
            case BOOLEAN -> truth(value);
            case CHAR -> text.stripTrailing();
            case BYTES -> (postgres && serverText ? "\\x" : "") + text.toLowerCase(Locale.ROOT);
            case UUID -> uuid(text.toLowerCase(Locale.ROOT));
            case DATE -> value instanceof Number days ? date(LocalDate.ofEpochDay(days.longValue())) : text;
            case TIMESTAMP, INSTANT -> moment(micros(value, schema));
            case TIME -> time(micros(value, schema));
            default -> text;
        };
    }

    private String decimal(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean scaled = postgres && serverText;
            return (scaled || number.scale() <= 0 ? number : number.stripTrailingZeros()).toPlainString();
        } catch (NumberFormatException e) {
            boolean endless = text.endsWith("INFINITY");
            return !endless ? "NaN" : text.startsWith("NEG") ? "-Infinity" : "Infinity";
        }
    }

    private String truth(Object value) {
        if (value instanceof Boolean truth && !(postgres && serverText)) {
            return truth ? "1" : "0";
        }
        return String.valueOf(value);
    }

    private String uuid(String text) {
        if (serverText) {
            return text;
        }
        String digits = text.replace("-", "");
        return swapped
                ? digits.substring(8, 16) + digits.substring(4, 8) + digits.substring(0, 4) + digits.substring(16)
                : digits;
    }

    private String moment(long micros) {
        LocalDateTime moment = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
        String text = date(moment.toLocalDate()) + " " + clock(Math.floorMod(micros, DAY));
        if (postgres && serverText) {
            text += kind == ColumnKind.INSTANT ? "+00" : "";
        }
        return text;
    }

    private static String date(LocalDate date) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    private String time(long micros) {
        return serverText ? (micros < 0 ? "-" : "") + clock(Math.abs(micros)) : String.valueOf(micros);
    }

    /** PostgreSQL leaves trailing zeros out; the others, and what travels between them, have six digits. */
    private String clock(long micros) {
        long seconds = micros / SECOND;
        String text = String.format(
                Locale.ROOT, "%02d:%02d:%02d.%06d", seconds / 3600, seconds / 60 % 60, seconds % 60, micros % SECOND);
        return postgres && serverText ? text.replaceFirst("\\.?0*$", "") : text;
    }

    private static long micros(Object value, Schema schema) {
        if (value instanceof Number number) {
            String unit = String.valueOf(schema.name());
            long amount = number.longValue();
            return unit.contains("Micro")
                    ? amount
                    : unit.contains("Nano") ? amount / 1000 : Math.multiplyExact(amount, 1000L);
        }
        OffsetDateTime moment = OffsetDateTime.parse(value.toString());
        return Math.addExact(Math.multiplyExact(moment.toEpochSecond(), SECOND), moment.getNano() / 1000);
    }
}
