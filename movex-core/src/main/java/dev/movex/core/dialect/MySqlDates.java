package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import org.jspecify.annotations.Nullable;

/** Expressions of MySQL and MariaDB for values that a mapping declares to be told with less than they hold. */
final class MySqlDates {
    private static final int MICROS = 6;

    /** A text of a date and time up to the point. */
    private static final int SECONDS = 19;

    private MySqlDates() {}

    /** Returns whether a date is none that a calendar has. */
    static String inNoCalendar(String value) {
        return "(" + value + " IS NOT NULL AND (YEAR(" + value + ") = 0 OR COALESCE(FROM_DAYS(TO_DAYS(" + value
                + ")) <> DATE(" + value + "), TRUE)))";
    }

    /** Returns the text of a date, given as an expression and its own text, where such dates are told as another text or NULL. */
    static String told(String value, String text, String as) {
        return "IF(" + inNoCalendar(value) + ", " + (as.isEmpty() ? "NULL" : MySqlForms.string(as)) + ", " + text + ")";
    }

    /** Returns the value of a text parameter; a column that takes no NULL gets its zero date back. */
    static String value(String placeholder, Column column, @Nullable String as) {
        return as != null && as.isEmpty() && !column.nullable()
                ? "COALESCE(" + placeholder + ", '0000-00-00')"
                : placeholder;
    }

    /** Returns the value of a moment to be cut, so that it is the nearest with so many digits. */
    static String nearest(String value, Conversion conversion, int digits) {
        if (conversion == Conversion.CUT) {
            return value;
        }
        long half = (long) Math.pow(10, MICROS - digits) / 2;
        // a sum with a date that no calendar has is NULL, or another date
        return "IF(" + inNoCalendar(value) + " OR " + value + " >= '9999-12-31 23:59:59', " + value
                + ", TIMESTAMPADD(MICROSECOND, " + half + ", " + value + "))";
    }

    /** Returns the text of a moment, given its whole text, up to so many digits. */
    static String cut(String text, int digits) {
        int length = SECONDS + (digits == 0 ? 0 : 1 + digits);
        String zeros = (digits == 0 ? "." : "") + "0".repeat(MICROS - digits);
        return "CONCAT(LEFT(" + text + ", " + length + "), '" + zeros + "')";
    }

    /** Returns the text of a number, or of the microseconds of a time, up to so many digits. */
    static String number(String value, String text, ColumnKind kind, Conversion conversion, int digits) {
        String function = conversion == Conversion.CUT ? "TRUNCATE(" : "ROUND(";
        if (kind == ColumnKind.TIME) {
            return "CAST(" + function + "CAST(" + text + " AS SIGNED), " + (digits - MICROS) + ") AS CHAR)";
        }
        String number = "CAST(" + function + value + ", " + digits + ") AS CHAR)";
        return digits == 0 ? number : "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + number + "))";
    }
}
