package dev.movex.core.plan;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How a table of the source becomes one of the target, where it does not stay as it is. Several of one source table split
 * it, several of one target table merge into it. Names are as stored. Immutable.
 *
 * @param source the source's table, with or without its schema
 * @param target the target's table, with or without its schema; empty for the source's name
 * @param columns what becomes of the columns
 * @param constants the columns that take a fixed value
 * @param rows the rows that are moved, in terms of the source; empty for all. Conditions joined by AND: a column compared
 *     with a value by {@code = <> < <= > >=}, {@code column IN (…)}, {@code column BETWEEN … AND …}, {@code column IS
 *     [NOT] NULL}, {@code bucket(column, n) = i}
 * @param oneWay whether it is accepted that what is converted can't all be brought back
 */
public record TableMapping(
        String source, String target, Columns columns, Constants constants, String rows, boolean oneWay) {

    /** Means every column of the table where a column is named. */
    public static final String ALL = "all";

    /** Means NULL where a value is named. */
    public static final String NULL = "null";

    /**
     * What becomes of the source's columns.
     *
     * @param renamed the target's names of columns, by the source's
     * @param leftOut the columns that are not moved
     * @param converted how values are told in another way, by the source's names
     * @param zeroDates how dates of MySQL or MariaDB that no calendar has are told, by the source's names or {@link #ALL}: as a
     *     date, or as {@link #NULL}
     */
    public record Columns(
            Map<String, String> renamed,
            Set<String> leftOut,
            Map<String, Conversion> converted,
            Map<String, String> zeroDates) {
        static final Columns NONE = new Columns(Map.of(), Set.of(), Map.of(), Map.of());

        public Columns {
            renamed = Map.copyOf(renamed);
            leftOut = Set.copyOf(leftOut);
            converted = Map.copyOf(converted);
            zeroDates = Map.copyOf(zeroDates);
        }
    }

    /**
     * The columns that take a fixed value when a row is inserted, and are not compared.
     *
     * @param target the values of columns of the target's table
     * @param source the values of columns of the source's table that are left out, for the way back
     */
    public record Constants(Map<String, String> target, Map<String, String> source) {
        public Constants {
            target = Map.copyOf(target);
            source = Map.copyOf(source);
        }
    }

    /** Returns the mapping that moves a table as it is. */
    public static TableMapping of(String source) {
        return new TableMapping(source, "", Columns.NONE, new Constants(Map.of(), Map.of()), "", false);
    }

    /** Returns the mapping with another name of the table on the target. */
    public TableMapping to(String table) {
        return new TableMapping(source, table, columns, constants, rows, oneWay);
    }

    /** Returns the mapping with another name of a column on the target. */
    public TableMapping rename(String column, String targetColumn) {
        return with(new Columns(
                plus(columns.renamed(), column, targetColumn),
                columns.leftOut(),
                columns.converted(),
                columns.zeroDates()));
    }

    /** Returns the mapping without a column. */
    public TableMapping leaveOut(String column) {
        Set<String> more = new LinkedHashSet<>(columns.leftOut());
        more.add(column);
        return with(new Columns(columns.renamed(), more, columns.converted(), columns.zeroDates()));
    }

    /** Returns the mapping with a column that is converted. */
    public TableMapping convert(String column, Conversion conversion) {
        return with(new Columns(
                columns.renamed(),
                columns.leftOut(),
                plus(columns.converted(), column, conversion),
                columns.zeroDates()));
    }

    /** Returns the mapping with a column, or {@link #ALL}, whose dates that no calendar has are told as a date or {@link #NULL}. */
    public TableMapping zeroDates(String column, String as) {
        return with(new Columns(
                columns.renamed(), columns.leftOut(), columns.converted(), plus(columns.zeroDates(), column, as)));
    }

    /** Returns the mapping with a column of the target that takes a fixed value. */
    public TableMapping constant(String targetColumn, String value) {
        return with(new Constants(plus(constants.target(), targetColumn, value), constants.source()));
    }

    /** Returns the mapping with a column of the source that is left out, and takes a fixed value on the way back. */
    public TableMapping sourceConstant(String column, String value) {
        return leaveOut(column).with(new Constants(constants.target(), plus(constants.source(), column, value)));
    }

    /** Returns the mapping of some rows; see {@link #rows}. */
    public TableMapping where(String condition) {
        return new TableMapping(source, target, columns, constants, condition, oneWay);
    }

    /** Returns the mapping with the loss of the way back accepted. */
    public TableMapping acceptOneWay() {
        return new TableMapping(source, target, columns, constants, rows, true);
    }

    private TableMapping with(Columns others) {
        return new TableMapping(source, target, others, constants, rows, oneWay);
    }

    private TableMapping with(Constants others) {
        return new TableMapping(source, target, columns, others, rows, oneWay);
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    /** Returns whether a table of the source is meant. */
    boolean means(TableName table) {
        return source.equals(table.toString()) || source.equals(table.name());
    }

    /** Returns whether the target's table has other columns, or some of the rows. */
    boolean reshapes() {
        boolean converted = columns.converted().values().stream()
                .anyMatch(c -> c != Conversion.CUT && c != Conversion.ROUND && c != Conversion.TRIM);
        return converted
                || !rows.isEmpty()
                || !columns.renamed().isEmpty()
                || !columns.leftOut().isEmpty()
                || !constants.target().isEmpty();
    }

    /** Returns whether nothing but the table's name may differ. */
    boolean identity() {
        return equals(TableMapping.of(source).to(target));
    }
}
