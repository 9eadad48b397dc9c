package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The order in which a row is written to be hashed, the same on both sides, so that no two rows are written alike: a flag
 * for each column that may be NULL, then texts without commas, then the hashes of what may be long, then the lengths of
 * all other texts, then these. Fields are parted by commas; a field that is NULL is left out.
 */
final class RowEncoding {
    private static final Set<String> LONG = Set.of(
            "tinytext",
            "text",
            "mediumtext",
            "longtext",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "json",
            "vector");

    /** PostgreSQL takes 100 arguments. */
    private static final int FIELDS_AT_ONCE = 90;

    private final PlannedTable planned;
    private final List<Integer> columns;

    RowEncoding(PlannedTable planned, RowHash hash) {
        this.planned = planned;
        this.columns = hash.hashed(planned);
    }

    /** Returns the places of columns that may be NULL on a side. */
    List<Integer> nullable() {
        return columns.stream().filter(this::isNullable).toList();
    }

    boolean isNullable(int place) {
        return on(Side.SRC, place).nullable() || on(Side.DST, place).nullable();
    }

    /** Returns the places of columns whose text has no comma. */
    List<Integer> plain() {
        return columns.stream()
                .filter(place -> !isLong(place) && isPlain(place))
                .toList();
    }

    /** Returns the places of columns whose text may be too long to be joined with others, or that are no text. */
    List<Integer> hashed() {
        return columns.stream().filter(this::isLong).toList();
    }

    /** Returns the places of all other columns. */
    List<Integer> sized() {
        return columns.stream()
                .filter(place -> !isLong(place) && !isPlain(place))
                .toList();
    }

    private boolean isPlain(int place) {
        ColumnKind form = planned.forms().get(place);
        ColumnKind kind = form == ColumnKind.SERVER_TEXT ? commonKind(place) : form;
        return switch (kind) {
            case INTEGER, DECIMAL, BOOLEAN, DATE, TIMESTAMP, INSTANT, TIME, UUID, BIT, FLOAT -> true;
            default -> false;
        };
    }

    private ColumnKind commonKind(int place) {
        ColumnKind kind = on(Side.SRC, place).kind();
        return kind == on(Side.DST, place).kind() ? kind : ColumnKind.SERVER_TEXT;
    }

    private boolean isLong(int place) {
        return planned.forms().get(place) == ColumnKind.BYTES
                || isLong(on(Side.SRC, place))
                || isLong(on(Side.DST, place));
    }

    private static boolean isLong(Column column) {
        // types of PostgreSQL have a schema; only the other servers' results have a limit
        return column.typeSchema().isEmpty()
                && (LONG.contains(column.typeName()) || MySqlForms.spatial(column.typeName()));
    }

    private Column on(Side side, int place) {
        return planned.columnsOn(side).get(place);
    }

    /** Joins fields by a function that parts them by commas. */
    static String joined(String function, List<String> fields) {
        if (fields.size() <= FIELDS_AT_ONCE) {
            return function + "(',', " + String.join(", ", fields) + ")";
        }
        List<String> parts = new ArrayList<>();
        IntStream.iterate(0, from -> from < fields.size(), from -> from + FIELDS_AT_ONCE)
                .forEach(from -> parts.add(
                        joined(function, fields.subList(from, Math.min(fields.size(), from + FIELDS_AT_ONCE)))));
        return joined(function, parts);
    }
}
