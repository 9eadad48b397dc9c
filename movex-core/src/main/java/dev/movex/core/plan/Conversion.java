package dev.movex.core.plan;

import java.util.Optional;

/**
 * How a column's values are told in another way on the target. Both sides' values have one canonical text, which the
 * databases compute themselves, so that digests stay with them.
 */
public enum Conversion {
    /** None: both sides have values of types that meet anyway. */
    NONE,
    /** A uuid on one side, its text on the other; letters and dashes of the text weigh nothing. */
    UUID,
    /** A uuid on one side; on the other its bytes with those of the time the greatest first, as UUID_TO_BIN(x, 1) has them. */
    UUID_SWAPPED,
    /** A boolean on one side, the numbers 0 and 1 on the other. */
    BOOLEAN,
    /** Bytes on one side, their hexadecimal digits on the other; upper and lower case weigh nothing. */
    HEX,
    /** A date and time on one side (in UTC where it has no zone), milliseconds since 1970 as a whole number on the other. */
    EPOCH_MILLIS,
    /** Text whose blanks at both ends the target goes without. The way back can't restore them. */
    TRIM,
    /** The digits of a number or of a second that the other side has no room for are cut off. The way back can't restore them. */
    CUT,
    /** As {@link #CUT}, to the nearest value that both sides have room for. */
    ROUND,
    /** Labels in lower case on the source and in upper case on the target, in ASCII letters. */
    UPPER_CASE;

    /** Returns whether what was written on the target tells what to write on the source. */
    public boolean invertible() {
        return this != TRIM && this != CUT && this != ROUND;
    }

    /** Returns whether each value has one counterpart, so that keys can be converted. */
    boolean ofKeys() {
        return this == UUID || this == UUID_SWAPPED;
    }

    /** Returns the kind as whose text the values travel; empty if the columns are none that the conversion is for. */
    Optional<ColumnKind> form(Column source, Column target) {
        ColumnKind a = source.kind();
        ColumnKind b = target.kind();
        return switch (this) {
            case NONE -> Optional.empty();
            case UUID -> either(a, b, ColumnKind.UUID, text(source) || text(target), ColumnKind.UUID);
            case UUID_SWAPPED ->
                either(
                        a,
                        b,
                        ColumnKind.UUID,
                        source.declaredType().equals("binary(16)")
                                || target.declaredType().equals("binary(16)"),
                        ColumnKind.UUID);
            case BOOLEAN ->
                either(
                        a,
                        b,
                        ColumnKind.BOOLEAN,
                        a == ColumnKind.INTEGER || b == ColumnKind.INTEGER,
                        ColumnKind.BOOLEAN);
            case HEX -> either(a, b, ColumnKind.BYTES, text(source) || text(target), ColumnKind.BYTES);
            case EPOCH_MILLIS -> moment(source, target);
            case CUT, ROUND -> TypePairs.form(source, target).filter(TypePairs::hasDigits);
            case TRIM, UPPER_CASE ->
                text(source) && (text(target) || b == ColumnKind.ENUM)
                        ? Optional.of(ColumnKind.TEXT)
                        : Optional.empty();
        };
    }

    private static Optional<ColumnKind> moment(Column source, Column target) {
        Column number = source.kind() == ColumnKind.INTEGER ? source : target;
        ColumnKind other = number == source ? target.kind() : source.kind();
        boolean fits = number.kind() == ColumnKind.INTEGER
                && (number.typeName().equals("int8") || number.typeName().equals("bigint"))
                && (other == ColumnKind.TIMESTAMP || other == ColumnKind.INSTANT);
        return fits ? Optional.of(other) : Optional.empty();
    }

    private static Optional<ColumnKind> either(
            ColumnKind a, ColumnKind b, ColumnKind one, boolean otherFits, ColumnKind form) {
        return (a == one) != (b == one) && otherFits ? Optional.of(form) : Optional.empty();
    }

    private static boolean text(Column column) {
        return column.kind() == ColumnKind.TEXT || column.kind() == ColumnKind.CHAR;
    }
}
