package dev.movex.testkit.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a column is read, and how its keys are ordered. */
public enum ColumnKind {
    /** A number of up to 64 bits. */
    LONG,
    /** A number of up to 32 bits. */
    INT,
    /** A decimal; its scale belongs to its value. */
    DECIMAL,
    /** Text, and documents that are handled as text. */
    TEXT,
    /** A date and time without zone. */
    TIMESTAMP,
    /** A point in time. */
    INSTANT,
    /** A UUID. */
    UUID,
    /** A truth value. */
    BOOLEAN,
    /** Bytes. */
    BYTES,
    /** A list of texts. */
    TEXT_LIST;

    /** Returns whether two keys are ordered by their numbers, not by their characters. */
    boolean ordersByNumber() {
        return this == LONG || this == INT;
    }

    /** Reads a column of the current row. */
    @Nullable Object read(ResultSet row, int column) throws SQLException {
        return switch (this) {
            case LONG -> row.getObject(column, Long.class);
            case INT -> row.getObject(column, Integer.class);
            case DECIMAL -> row.getBigDecimal(column);
            case TEXT -> row.getString(column);
            case TIMESTAMP -> row.getObject(column, LocalDateTime.class);
            case INSTANT -> row.getObject(column, OffsetDateTime.class);
            case UUID -> row.getObject(column, UUID.class);
            case BOOLEAN -> row.getObject(column, Boolean.class);
            case BYTES -> row.getBytes(column);
            case TEXT_LIST -> list(row.getArray(column));
        };
    }

    private static @Nullable Object list(@Nullable Array array) throws SQLException {
        return array == null ? null : Arrays.asList((Object[]) array.getArray());
    }
}
