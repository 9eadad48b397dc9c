package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlannedTable;

/** PostgreSQL's side of the texts in which values of a table's columns travel, those that are converted included. */
final class PostgresConversions {
    private final PlannedTable planned;
    private final Side side;

    PostgresConversions(PlannedTable planned, Side side) {
        this.planned = planned;
        this.side = side;
    }

    Conversion of(Column column) {
        return planned.conversionOn(side, column);
    }

    private boolean source() {
        return side == Side.SRC;
    }

    /** Returns the text of a value, given as an expression of the column's type. */
    String text(String value, Column column) {
        boolean number = column.kind() == ColumnKind.INTEGER;
        boolean bytes = column.kind() == ColumnKind.BYTES;
        return switch (of(column)) {
            case NONE -> PostgresForms.text(value, column, planned.formOn(side, column));
            case UUID, UUID_SWAPPED -> "lower(replace((" + value + ")::text, '-', ''))";
            case BOOLEAN -> number ? value + "::text" : "(" + value + ")::int::text";
            case HEX -> bytes ? "encode(" + value + ", 'hex')" : "lower(" + value + "::text)";
            case EPOCH_MILLIS ->
                number
                        ? PostgresForms.text(
                                "(timestamp '1970-01-01' + " + value + " * interval '1 millisecond')",
                                ColumnKind.TIMESTAMP)
                        : PostgresForms.text(value, column.kind());
            case CUT, ROUND ->
                PostgresDigits.text(
                        value, planned.formOn(side, column), of(column), planned.commonDigits(side, column));
            case TRIM -> source() ? "btrim(" + value + "::text)" : value + "::text";
            case UPPER_CASE -> source() ? "upper(" + value + "::text COLLATE \"C\")" : value + "::text";
        };
    }

    /** Returns the value of a text parameter. */
    String placeholder(Column column) {
        boolean number = column.kind() == ColumnKind.INTEGER;
        boolean bytes = column.kind() == ColumnKind.BYTES;
        String plain = "?" + PostgresTableSql.cast(column);
        return switch (of(column)) {
            case NONE, CUT, ROUND -> PostgresForms.placeholder(column, planned.formOn(side, column));
            case UUID, UUID_SWAPPED -> column.kind() == ColumnKind.UUID ? plain : "?::uuid::text";
            case BOOLEAN -> number ? plain : "?::boolean";
            case HEX -> bytes ? "decode(?, 'hex')" : plain;
            case EPOCH_MILLIS ->
                number
                        ? "floor(extract(epoch FROM ?::timestamp) * 1000)::bigint"
                        : PostgresForms.placeholder(column, column.kind());
            case TRIM -> plain;
            case UPPER_CASE -> source() ? "lower(?::text COLLATE \"C\")" : plain;
        };
    }

    /** Returns whether the column is ordered by its text and not by what it stores. */
    boolean orderedByText(Column column) {
        return of(column) != Conversion.NONE && column.kind() != ColumnKind.UUID;
    }
}
