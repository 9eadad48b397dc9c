package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table that is moved: how each side describes it, and what both have in common.
 *
 * @param name the name that events, reports and the API use: the source's {@code schema.table}
 * @param src the source's table
 * @param dst the target's table
 * @param columns the columns that are moved by the source's names, in plan order; every row image has its values in
 *     this order
 * @param updateTime the column that tells when a row was last changed, for the incremental scan; null if none
 * @param forms the text in which the values of each column travel and are compared, in plan order: that of the
 *     kind both sides have in common, or {@link ColumnKind#SERVER_TEXT} between servers of one dialect
 * @param mapping in what the sides differ: names, constants, the rows that belong to the table
 */
public record PlannedTable(
        String name,
        Table src,
        Table dst,
        List<String> columns,
        @Nullable String updateTime,
        List<ColumnKind> forms,
        Mapping mapping) {
    public PlannedTable {
        columns = List.copyOf(columns);
        forms = List.copyOf(forms);
    }

    /** A table whose two sides are alike. */
    public PlannedTable(
            String name,
            Table src,
            Table dst,
            List<String> columns,
            @Nullable String updateTime,
            List<ColumnKind> forms) {
        this(name, src, dst, columns, updateTime, forms, Mapping.NONE);
    }

    /** A table between two databases of one dialect: every value travels in the server's own text. */
    public PlannedTable(String name, Table src, Table dst, List<String> columns, @Nullable String updateTime) {
        this(name, src, dst, columns, updateTime, Collections.nCopies(columns.size(), ColumnKind.SERVER_TEXT));
    }

    /** A plan has one table of a name; the rest would be walked through with each look into a map. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns how the given side describes the table. */
    public Table on(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Returns the names of the moved columns of the key, in the key's order; what a side fixes by a constant is no part. */
    public List<String> key() {
        return mapping.src().constants().isEmpty()
                ? src.key()
                : src.key().stream()
                        .filter(c -> !mapping.src().constants().containsKey(c))
                        .toList();
    }

    /** Returns the columns of {@link #key} as the given side describes them. */
    public List<Column> keyOn(Side side) {
        return key().stream().map(c -> on(side).column(nameOn(side, c))).toList();
    }

    /** Returns a side's name of a moved column. */
    public String nameOn(Side side, String column) {
        return side == Side.SRC || mapping.dstColumns().isEmpty()
                ? column
                : mapping.dstColumns().get(columns.indexOf(column));
    }

    /** Returns a side's names of the moved columns, in plan order. */
    public List<String> namesOn(Side side) {
        return side == Side.SRC || mapping.dstColumns().isEmpty() ? columns : mapping.dstColumns();
    }

    /** Returns the moved columns as the given side describes them, in plan order. */
    public List<Column> columnsOn(Side side) {
        Table table = on(side);
        return namesOn(side).stream().map(table::column).toList();
    }

    /** Returns the form in which the values of a side's column travel; the server's own for a column that is not moved. */
    public ColumnKind formOn(Side side, Column column) {
        int index = namesOn(side).indexOf(column.name());
        return index < 0 ? ColumnKind.SERVER_TEXT : forms.get(index);
    }

    /** Returns the conversion that a side's column takes part in. */
    public Conversion conversionOn(Side side, Column column) {
        int index = mapping.conversions().isEmpty() ? -1 : namesOn(side).indexOf(column.name());
        return index < 0 ? Conversion.NONE : mapping.conversions().get(index);
    }

    /**
     * Returns how dates of a side's column that no calendar has are told: as a canonical text, as NULL where it is empty; null
     * where they travel as they are.
     */
    public @Nullable String zeroDatesOn(Side side, Column column) {
        int index = mapping.zeroDates().isEmpty() ? -1 : namesOn(side).indexOf(column.name());
        return index < 0 ? null : mapping.zeroDates().get(columns.get(index));
    }

    /** Returns how many digits behind the point both sides have room for, in a number or in a second of a side's column. */
    public int commonDigits(Side side, Column column) {
        Column there = columnsOn(side.other()).get(namesOn(side).indexOf(column.name()));
        return Math.min(TypePairs.digits(column), TypePairs.digits(there));
    }

    /** Returns in what form the columns are compared whose values the mapping declares to be told otherwise. */
    public Map<String, String> declaredForms() {
        return DeclaredForms.of(this);
    }

    /** Returns whether rows may be copied as they are stored: no value is converted, and none is a constant. */
    public boolean copiedAsStored() {
        return mapping.conversions().isEmpty()
                && mapping.src().constants().isEmpty()
                && mapping.dst().constants().isEmpty();
    }

    /** Returns the form in which a moved column's values travel. */
    public ColumnKind form(String column) {
        return forms.get(columns.indexOf(column));
    }

    /** Returns the moved columns whose values the databases can't tell apart in one text, so that Java compares them. */
    public List<String> comparedInJava() {
        return columns.stream().filter(c -> form(c).comparedInJava()).toList();
    }

    /** Returns whether keys are told apart by their bytes, though a side may take some of them for equal. */
    public boolean keysByBytes() {
        return key().stream().anyMatch(c -> switch (form(c)) {
            case TEXT, CHAR, ENUM -> true;
            default -> false;
        });
    }

    /** Returns the place of each key column among {@link #columns}. */
    public int[] keyIndexes() {
        return key().stream().mapToInt(columns::indexOf).toArray();
    }

    /** Returns the row with the given values, one for each moved column in plan order. */
    public Row row(List<@Nullable String> values) {
        return new Row(
                new RowKey(key().stream()
                        .map(column -> Objects.requireNonNull(values.get(columns.indexOf(column))))
                        .toList()),
                values);
    }

    /** Returns whether both sides order the key alike, so that ranges of keys are the same rows on both. */
    public boolean sharesKeyOrder() {
        List<Column> a = keyOn(Side.SRC);
        List<Column> b = keyOn(Side.DST);
        return IntStream.range(0, a.size())
                .allMatch(i ->
                        ordersAlike(a.get(i), b.get(i)) && conversionOn(Side.SRC, a.get(i)) != Conversion.UUID_SWAPPED);
    }

    private static boolean ordersAlike(Column a, Column b) {
        return ordersByValue(a) && ordersByValue(b)
                || !a.collation().isEmpty() && Objects.equals(a.collation(), b.collation());
    }

    private static boolean ordersByValue(Column column) {
        return switch (column.kind()) {
            case TEXT, CHAR, ENUM -> false;
            default -> true;
        };
    }
}
