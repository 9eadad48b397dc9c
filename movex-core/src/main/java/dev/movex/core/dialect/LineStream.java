package dev.movex.core.dialect;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines that COPY of PostgreSQL and LOAD DATA of MySQL and MariaDB both read: tabs between fields, {@code \N} for
 * NULL, backslashes before what would mean something else. Takes up a long field where the reader's buffer ended.
 */
final class LineStream implements BulkStream {
    /** The most bytes that one step writes. */
    private static final int ROOM = 16;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** How a column's values are written. */
    enum Form {
        /** As they are. */
        PLAIN,
        /** Bytes as PostgreSQL's hexadecimal digits. */
        HEX,
        /** Microseconds as hours, minutes and seconds. */
        CLOCK,
        /** A JSON array as PostgreSQL's text of an array. */
        LIST
    }

    private final FieldRows rows;
    private final List<Form> forms;
    private boolean inRow;
    private boolean inField;
    private int column;
    private byte @Nullable [] field;
    private int at;
    private long count;

    LineStream(FieldRows rows, List<Form> forms) {
        this.rows = rows;
        this.forms = forms;
    }

    /** Returns how many rows were begun. */
    long rows() {
        return count;
    }

    @Override
    public int read(byte[] into, int from, int length) throws SQLException {
        int out = from;
        int end = from + length;
        while (end - out >= ROOM) {
            if (!inRow && !nextRow()) {
                break;
            }
            if (!inField) {
                out = begin(into, out);
            }
            out = more(into, out, end);
            if ((field == null || at == field.length) && out < end) {
                inField = false;
                column++;
                inRow = column < forms.size();
                into[out++] = (byte) (inRow ? '\t' : '\n');
            }
        }
        return out == from ? -1 : out - from;
    }

    private boolean nextRow() throws SQLException {
        inRow = rows.next();
        column = 0;
        count += inRow ? 1 : 0;
        return inRow;
    }

    private int begin(byte[] into, int from) throws SQLException {
        byte[] value = rows.field(column);
        Form form = forms.get(column);
        field = value == null
                ? null
                : switch (form) {
                    case CLOCK -> clock(value);
                    case LIST -> PostgresLists.ofJson(value);
                    default -> value;
                };
        at = 0;
        inField = true;
        int out = from;
        if (field == null) {
            into[out++] = '\\';
            into[out++] = 'N';
        } else if (form == Form.HEX) {
            into[out++] = '\\';
            into[out++] = '\\';
            into[out++] = 'x';
        }
        return out;
    }

    private int more(byte[] into, int from, int end) {
        byte[] value = field;
        if (value == null) {
            return from;
        }
        boolean hex = forms.get(column) == Form.HEX;
        int out = from;
        int i = at;
        for (; i < value.length && end - out > 1; i++) {
            byte b = value[i];
            byte escaped = hex ? DIGITS[b & 15] : escaped(b);
            if (escaped == 0) {
                into[out++] = b;
            } else {
                into[out++] = hex ? DIGITS[(b >> 4) & 15] : (byte) '\\';
                into[out++] = escaped;
            }
        }
        at = i;
        return out;
    }

    private static byte escaped(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case 0 -> '0';
            default -> 0;
        };
    }

    private static byte[] clock(byte[] micros) {
        long all = Long.parseLong(new String(micros, StandardCharsets.US_ASCII));
        long seconds = Math.abs(all) / 1_000_000;
        String text = (all < 0 ? "-" : "") + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":"
                + two(seconds % 60) + "."
                + String.valueOf(1_000_000 + Math.abs(all) % 1_000_000).substring(1);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
