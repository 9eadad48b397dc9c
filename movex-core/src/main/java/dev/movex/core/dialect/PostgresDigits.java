package dev.movex.core.dialect;

import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;

/** The texts of PostgreSQL's values whose last digits the other side has no room for. */
final class PostgresDigits {
    private static final int MICROS = 6;

    /** A text of a date and time up to the point, and all of it. */
    private static final int SECONDS = 19;

    private static final int WHOLE = 26;

    private PostgresDigits() {}

    /** Returns the text of a value up to so many digits behind the point. */
    static String text(String value, ColumnKind form, Conversion conversion, int digits) {
        String function = conversion == Conversion.CUT ? "trunc(" : "round(";
        return switch (form) {
            case TIMESTAMP, INSTANT ->
                digits >= MICROS ? PostgresForms.text(value, form) : moment(value, form, conversion, digits);
            case TIME ->
                digits >= MICROS
                        ? PostgresForms.text(value, form)
                        : function + "(" + PostgresForms.text(value, form) + ")::numeric, " + (digits - MICROS)
                                + ")::bigint::text";
            default ->
                digits == Integer.MAX_VALUE
                        ? PostgresForms.text(value, form)
                        : "trim_scale(" + function + "(" + value + ")::numeric, " + digits + "))::text";
        };
    }

    /** What is no date and time of four digits of a year has no digits to cut. */
    private static String moment(String value, ColumnKind form, Conversion conversion, int digits) {
        long half = (long) Math.pow(10, MICROS - digits) / 2;
        String near = conversion == Conversion.CUT
                ? value
                : "(" + value + " + CASE WHEN " + value + " < '9999-12-31 23:59:59' THEN interval '" + half
                        + " microseconds' ELSE interval '0' END)";
        String text = PostgresForms.text(near, form);
        int kept = SECONDS + (digits == 0 ? 0 : 1 + digits);
        String zeros = digits == 0 ? " || '.000000'" : "";
        String cut = "left(" + text + ", " + kept + ")" + zeros;
        return "CASE WHEN " + value + " BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999' THEN rpad(" + cut + ", "
                + WHOLE + ", '0') ELSE " + PostgresForms.text(value, form) + " END";
    }
}
