package dev.movex.doublewrite.sql;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Mapping;
import dev.movex.core.plan.Mapping.OneSide;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of a plan by the names that one side has for them. A table of the side that is no planned table's image, or
 * that several planned tables share, stands here as a whole, with the side's own names and key; {@link #shares} tells what
 * each planned table has of it. Immutable.
 */
public final class PlannedTables {
    private final Side side;
    private final Dialect dialect;
    private final Dialect other;
    private final Map<TableName, PlannedTable> tables = new HashMap<>();
    private final Map<PlannedTable, List<Share>> shares = new HashMap<>();
    private final Map<PlannedTable, TableSql> statements = new HashMap<>();

    /**
     * @param side the side whose names are looked up
     * @param dialect the dialect of this side
     * @param other the dialect of the other side, where statements are replayed
     */
    public PlannedTables(Plan plan, Side side, Dialect dialect, Dialect other) {
        this.side = side;
        this.dialect = dialect;
        this.other = other;
        Map<TableName, List<PlannedTable>> planned = new LinkedHashMap<>();
        plan.tables()
                .forEach(table -> planned.computeIfAbsent(table.on(side).name(), name -> new ArrayList<>())
                        .add(table));
        planned.forEach(this::add);
        tables.values().forEach(table -> statements.put(table, dialect.sql(table, side)));
    }

    private void add(TableName name, List<PlannedTable> planned) {
        PlannedTable first = planned.get(0);
        if (planned.size() == 1 && first.mapping().identity()) {
            tables.put(name, first);
            return;
        }
        PlannedTable whole = whole(name, planned);
        tables.put(name, whole);
        shares.put(whole, planned.stream().map(table -> new Share(table, side)).toList());
    }

    private PlannedTable whole(TableName name, List<PlannedTable> planned) {
        Table table = planned.get(0).on(side);
        List<String> columns = new ArrayList<>();
        List<ColumnKind> forms = new ArrayList<>();
        List<Conversion> conversions = new ArrayList<>();
        for (Column column : table.writableColumns()) {
            PlannedTable mover = planned.stream()
                    .filter(each -> each.namesOn(side).contains(column.name()))
                    .findFirst()
                    .orElse(null);
            if (mover != null || table.key().contains(column.name())) {
                columns.add(column.name());
                forms.add(mover == null ? ColumnKind.SERVER_TEXT : mover.formOn(side, column));
                conversions.add(mover == null ? Conversion.NONE : mover.conversionOn(side, column));
            }
        }
        Mapping mapping = new Mapping(List.of(), conversions, OneSide.NONE, OneSide.NONE);
        return new PlannedTable(name.toString(), table, table, columns, null, forms, mapping);
    }

    /** Returns what planned tables have of a table of this side; empty for a planned table that has all of it. */
    public List<Share> shares(PlannedTable table) {
        return shares.getOrDefault(table, List.of());
    }

    /** Returns whether a table of this side is not simply the image of one of the other. */
    public boolean mapped(PlannedTable table) {
        return shares.containsKey(table);
    }

    /** Returns the statements for a table on this side. */
    public TableSql sql(PlannedTable table) {
        return Objects.requireNonNull(statements.get(table), table.name());
    }

    Side side() {
        return side;
    }

    Optional<PlannedTable> find(TableName name, boolean anyCase) {
        PlannedTable exact = tables.get(name);
        if (exact != null || !anyCase) {
            return Optional.ofNullable(exact);
        }
        return tables.entrySet().stream()
                .filter(e -> same(e.getKey(), name, true))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns whether the other side speaks the same dialect. */
    boolean sameDialect() {
        return dialect.name().equals(other.name());
    }

    /** Returns how the other side writes the name of a table. */
    String nameOnOther(PlannedTable table) {
        TableName name = table.on(side.other()).name();
        return other.quote(name.schema()) + "." + other.quote(name.name());
    }

    String quoteOnOther(String column) {
        return other.quote(column);
    }

    /** Returns the foreign keys through which rows change by themselves when columns of a parent do. */
    public List<Cascade> cascades(PlannedTable parent, Set<String> columns) {
        return tables.values().stream()
                .flatMap(child -> child.on(side).foreignKeys().stream()
                        .filter(key -> key.cascades() && refersTo(key, parent, columns))
                        .map(key -> new Cascade(child, key)))
                .toList();
    }

    private boolean refersTo(ForeignKey key, PlannedTable parent, Set<String> columns) {
        List<String> parentColumns = key.parentColumns();
        return key.parent().equals(parent.on(side).name())
                && parentColumns.stream().anyMatch(columns::contains);
    }

    /** Returns a planned table whose rows change by themselves when those of a table outside the plan do. */
    Optional<PlannedTable> below(TableName outside, boolean anyCase) {
        return tables.values().stream()
                .filter(child -> child.on(side).foreignKeys().stream()
                        .anyMatch(key -> key.cascades() && same(key.parent(), outside, anyCase)))
                .findFirst();
    }

    private static boolean same(TableName one, TableName other, boolean anyCase) {
        return anyCase
                ? one.schema().equalsIgnoreCase(other.schema()) && one.name().equalsIgnoreCase(other.name())
                : one.equals(other);
    }

    /** Returns a foreign key among some through which children can't be found, since its columns are not all moved. */
    Optional<Cascade> unreadable(List<Cascade> cascades) {
        return cascades.stream()
                .filter(c -> !c.child().columns().containsAll(c.key().columns()) || !parentMoved(c.key()))
                .findFirst();
    }

    private boolean parentMoved(ForeignKey key) {
        PlannedTable parent = tables.get(key.parent());
        return parent != null && parent.columns().containsAll(key.parentColumns());
    }

    /**
     * A foreign key that changes rows by itself.
     *
     * @param child the table whose rows change
     * @param key its foreign key
     */
    public record Cascade(PlannedTable child, ForeignKey key) {}
}
