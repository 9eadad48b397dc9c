package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of values that become parts of keys, as far as it can be told without asking the database.
 */
public final class CanonicalText {
    private CanonicalText() {}

    /** Returns the text of a value in a key's column, or nothing if only the database can tell. */
    public static Optional<String> of(PlannedTable table, Column column, @Nullable Object value) {
        ColumnKind form = table.columns().contains(column.name()) ? table.form(column.name()) : ColumnKind.UNSUPPORTED;
        boolean own = form == ColumnKind.SERVER_TEXT;
        if (value == null) {
            return Optional.empty();
        }
        return switch (column.kind()) {
            case INTEGER ->
                own || form == ColumnKind.INTEGER || form == ColumnKind.DECIMAL
                        ? integer(value).filter(text -> fits(column, text))
                        : Optional.empty();
            case TEXT -> own || form == ColumnKind.TEXT ? text(value) : Optional.empty();
            case ENUM -> value instanceof String s ? Optional.of(s) : Optional.empty();
            case UUID -> uuid(value).map(text -> own ? text : text.replace("-", ""));
            default -> Optional.empty();
        };
    }

    /** A server may cut a number to the range of its type instead of refusing it. */
    private static boolean fits(Column column, String text) {
        boolean unsigned = column.declaredType().contains("unsigned");
        int bits = column.bits();
        BigInteger value = new BigInteger(text);
        return unsigned ? value.signum() >= 0 && value.bitLength() <= bits : value.bitLength() < bits;
    }

    private static Optional<String> integer(Object value) {
        if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger) {
            return Optional.of(value.toString());
        }
        if (value instanceof String s && s.matches("-?[0-9]{1,18}")) {
            return Optional.of(Long.toString(Long.parseLong(s)));
        }
        return Optional.empty();
    }

    /** A column of bounded length may cut blanks at the end. */
    private static Optional<String> text(Object value) {
        return value instanceof String s && !s.endsWith(" ") ? Optional.of(s) : Optional.empty();
    }

    private static Optional<String> uuid(Object value) {
        if (value instanceof UUID) {
            return Optional.of(value.toString());
        }
        try {
            return value instanceof String s && s.length() == 36
                    ? Optional.of(UUID.fromString(s).toString())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
