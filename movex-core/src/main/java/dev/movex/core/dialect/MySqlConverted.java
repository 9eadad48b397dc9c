package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlannedTable;
import org.jspecify.annotations.Nullable;

/** The texts of a column of MySQL or MariaDB whose values are converted. */
final class MySqlConverted extends MySqlForms {
    private static final String EPOCH = "TIMESTAMP '1970-01-01 00:00:00'";

    private final MySqlWords words;
    private final Column column;
    private final Conversion conversion;
    private final @Nullable String zeroDates;
    private final int digits;
    private final boolean source;

    private MySqlConverted(MySqlWords words, PlannedTable planned, Side side, Column column) {
        super(words, column, planned.formOn(side, column));
        this.words = words;
        this.column = column;
        this.conversion = planned.conversionOn(side, column);
        this.zeroDates = planned.zeroDatesOn(side, column);
        this.digits = planned.commonDigits(side, column);
        this.source = side == Side.SRC;
    }

    /** Returns the texts of a column, converted or not. */
    static MySqlForms of(MySqlWords words, PlannedTable planned, Side side, Column column) {
        return planned.conversionOn(side, column) == Conversion.NONE && planned.zeroDatesOn(side, column) == null
                ? new MySqlForms(words, column, planned.formOn(side, column))
                : new MySqlConverted(words, planned, side, column);
    }

    private boolean swapped() {
        return column.kind() == ColumnKind.BYTES;
    }

    private int ownDigits() {
        return Math.max(0, size(column.kind() == ColumnKind.DECIMAL ? 2 : 1));
    }

    private boolean number() {
        return column.kind() == ColumnKind.INTEGER;
    }

    @Override
    String text(String value) {
        String as = zeroDates;
        return as == null ? converted(value) : MySqlDates.told(value, converted(value), as);
    }

    @Override
    String copied(String value) {
        return text(value);
    }

    private String converted(String value) {
        String text = super.text(value);
        return switch (conversion) {
            case UUID_SWAPPED -> swapped() ? words.straightUuid(value) : text;
            case HEX -> column.kind() == ColumnKind.BYTES ? text : "LOWER(" + text + ")";
            case EPOCH_MILLIS ->
                number()
                        ? "DATE_FORMAT(TIMESTAMPADD(MICROSECOND, " + value + " * 1000, " + EPOCH + "), " + MICROS + ")"
                        : text;
            case CUT, ROUND -> reduced(value, text);
            case TRIM -> source ? "TRIM(" + text + ")" : text;
            case UPPER_CASE -> source ? "UPPER(" + text + ")" : text;
            default -> text;
        };
    }

    private String reduced(String value, String text) {
        if (ownDigits() <= digits) {
            return text;
        }
        return switch (column.kind()) {
            case TIMESTAMP, INSTANT ->
                MySqlDates.cut(super.text(MySqlDates.nearest(value, conversion, digits)), digits);
            default -> MySqlDates.number(value, text, column.kind(), conversion, digits);
        };
    }

    @Override
    String value() {
        return MySqlDates.value(plainValue(), column, zeroDates);
    }

    private String plainValue() {
        boolean text = column.kind() == ColumnKind.TEXT || column.kind() == ColumnKind.CHAR;
        return switch (conversion) {
            case UUID -> text && size(1) != 32 ? DASHED : super.value();
            case UUID_SWAPPED -> swapped() ? words.swappedUuid("?") : super.value();
            case EPOCH_MILLIS ->
                number() ? "CAST(FLOOR(TIMESTAMPDIFF(MICROSECOND, " + EPOCH + ", ?) / 1000) AS SIGNED)" : super.value();
            case UPPER_CASE -> source ? "LOWER(?)" : super.value();
            default -> super.value();
        };
    }

    /** The bytes have another order than the uuid. */
    @Override
    String ordered(String value, boolean bytewise) {
        return conversion == Conversion.UUID_SWAPPED && swapped()
                ? "CAST(" + text(value) + " AS BINARY)"
                : super.ordered(value, bytewise);
    }

    @Override
    String operand() {
        return value();
    }
}
