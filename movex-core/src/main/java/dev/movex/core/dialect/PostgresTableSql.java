package dev.movex.core.dialect;

import static java.util.stream.Collectors.joining;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Column.Identity;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** PostgreSQL's statements for one table. Values travel in the server's text form, cast by the type's stored name. */
final class PostgresTableSql implements TableSql {
    private static final String BYTES = " COLLATE \"C\"";

    private final PlannedTable planned;
    private final Side side;
    private final String table;
    private final List<Column> columns;
    private final List<Column> key;
    private final PostgresMapping mapping;
    private final PostgresConversions conversions;
    private final String updateTime;
    private final boolean sharesKeyOrder;

    PostgresTableSql(PlannedTable planned, Side side) {
        this.planned = planned;
        this.side = side;
        this.table = quote(planned.on(side).name().schema()) + "."
                + quote(planned.on(side).name().name());
        this.columns = planned.columnsOn(side);
        this.key = planned.keyOn(side);
        this.conversions = new PostgresConversions(planned, side);
        this.mapping = new PostgresMapping(planned, side, table);
        this.updateTime =
                planned.updateTime() == null ? "" : table + "." + quote(planned.nameOn(side, planned.updateTime()));
        this.sharesKeyOrder = planned.sharesKeyOrder();
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String text(String qualifier, Column column) {
        return textOf(qualifier + "." + quote(column.name()), column);
    }

    @Override
    public String keyCondition(String qualifier, List<RowKey> keys) {
        String names = list(key, c -> qualifier + "." + quote(c.name()));
        String values = keys.stream().map(this::literals).collect(joining(", "));
        return (key.size() == 1 ? names : "(" + names + ")") + " IN (" + values + ")";
    }

    private String literals(RowKey values) {
        String literals = IntStream.range(0, key.size())
                .mapToObj(i -> literal(key.get(i), values.values().get(i)))
                .collect(joining(", "));
        return key.size() == 1 ? literals : "(" + literals + ")";
    }

    private String literal(Column column, String text) {
        return PostgresForms.literal(value(column), text);
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public boolean exactKeys() {
        return key.stream().allMatch(column -> switch (sameDialect() ? column.kind() : form(column)) {
            case INTEGER, TEXT, UUID, BOOLEAN, ENUM -> true;
            default -> false;
        });
    }

    @Override
    public String canonicalKey() {
        // a text may name its value more than once
        return "SELECT "
                + list(
                        key,
                        column -> column.kind() == ColumnKind.DECIMAL
                                ? "trim_scale(k." + quote(column.name()) + ")::text"
                                : textOf("k." + quote(column.name()), column))
                + " FROM (SELECT "
                + list(
                        key,
                        column -> (column.kind() == ColumnKind.DECIMAL ? "?::numeric" : value(column)) + " AS "
                                + quote(column.name()))
                + ") k";
    }

    private boolean sameDialect() {
        return planned.forms().stream().allMatch(form -> form == ColumnKind.SERVER_TEXT);
    }

    private ColumnKind form(Column column) {
        return planned.formOn(side, column);
    }

    private String textOf(String value, Column column) {
        return conversions.text(value, column);
    }

    private String value(Column column) {
        return conversions.placeholder(column);
    }

    @Override
    public String selectByKeys(int keys, RowLock lock) {
        String suffix = switch (lock) {
            case NONE -> "";
            case SHARE -> " FOR SHARE";
            case SHARE_IF_FREE -> " FOR SHARE SKIP LOCKED";
            case UPDATE -> " FOR UPDATE";
        };
        return "SELECT " + texts(columns) + " FROM " + table + whereKeys(keys) + " ORDER BY " + keyOrder() + suffix;
    }

    @Override
    public String selectKeys(int keys) {
        return "SELECT " + texts(key) + " FROM " + table + whereKeys(keys);
    }

    @Override
    public String upsert() {
        String updates = columns.stream()
                .filter(c -> !key.contains(c) && c.identity() != Identity.ALWAYS)
                .map(c -> quote(c.name()) + " = EXCLUDED." + quote(c.name()))
                .collect(joining(", "));
        String action = updates.isEmpty() ? "NOTHING" : "UPDATE SET " + updates;
        return mapping.insert(columns, list(columns, this::value))
                + mapping.onConflict()
                + action
                + (updates.isEmpty() ? "" : mapping.where());
    }

    @Override
    public int upsertCounts() {
        return mapping.where().isEmpty() || upsert().endsWith("DO NOTHING") ? 0 : 1;
    }

    @Override
    public boolean upsertWritesAll() {
        return columns.stream().allMatch(c -> key.contains(c) || c.identity() != Identity.ALWAYS);
    }

    @Override
    public String insertIfAbsent(int rows) {
        return mapping.insert(columns, list(columns, this::value), rows) + mapping.onConflict() + "NOTHING";
    }

    @Override
    public String deleteByKey() {
        return "DELETE FROM " + table + whereKeys(1);
    }

    @Override
    public String boundary(KeyRange range) {
        // the rows that are passed over need no texts
        return "SELECT " + list(key, c -> textOf("bound." + quote(c.name()), c)) + " FROM (SELECT "
                + list(key, c -> table + "." + quote(c.name())) + " FROM " + table + where(range) + " ORDER BY "
                + keyOrder() + " OFFSET ?::bigint LIMIT 1) AS bound";
    }

    @Override
    public String keysByColumns(List<String> named) {
        return "SELECT " + texts(key) + " FROM " + table + " WHERE "
                + columns.stream()
                        .filter(c -> named.contains(c.name()))
                        .sorted(Comparator.comparingInt(c -> named.indexOf(c.name())))
                        .map(c -> quote(c.name()) + " = " + value(c))
                        .collect(joining(" AND "))
                + mapping.and();
    }

    @Override
    public DigestSql digests(RowHash hash) {
        return new PostgresDigestSql(this, planned, side, hash);
    }

    @Override
    public String selectRange(KeyRange range) {
        return "SELECT " + texts(columns) + " FROM " + table + where(range) + " ORDER BY " + keyOrder();
    }

    @Override
    public String anyRow(KeyRange range) {
        return "SELECT 1 FROM " + table + where(range) + " LIMIT 1";
    }

    @Override
    public boolean anyLong() {
        return columns.stream().anyMatch(PostgresForms::isLong);
    }

    @Override
    public String weigh(KeyRange range) {
        return "SELECT coalesce(sum(" + sizes() + "), 0) FROM " + table + where(range);
    }

    @Override
    public String weighKeys(int keys) {
        return "SELECT " + texts(key) + ", " + sizes() + " FROM " + table + whereKeys(keys);
    }

    private String sizes() {
        return columns.stream()
                .filter(PostgresForms::isLong)
                .map(c -> PostgresForms.size(table + "." + quote(c.name()), c))
                .collect(joining(" + "));
    }

    /** As {@link #selectRange}, without parameters. */
    String selectLiteral(KeyRange range) {
        return "SELECT " + texts(columns) + " FROM " + table + where(range, true) + " ORDER BY " + keyOrder();
    }

    /** As {@link #selectLiteral}, in the types of the columns. */
    String selectBytes(KeyRange range) {
        return "SELECT " + names(columns) + " FROM " + table + where(range, true) + " ORDER BY " + keyOrder();
    }

    /** Returns whether a column travels as bytes. */
    boolean rawField(int column) {
        return planned.forms().get(column) == ColumnKind.BYTES;
    }

    /** How COPY reads the columns' fields from other databases. */
    List<LineStream.Form> lineForms() {
        return columns.stream()
                .map(column -> switch (form(column)) {
                    case BYTES -> LineStream.Form.HEX;
                    case TIME -> LineStream.Form.CLOCK;
                    case JSON -> column.kind() == ColumnKind.ARRAY ? LineStream.Form.LIST : LineStream.Form.PLAIN;
                    default -> LineStream.Form.PLAIN;
                })
                .toList();
    }

    @Override
    public String changedSince() {
        return changed("(" + updateTime + ", " + keyOrder() + ") > (" + updateTimePlaceholder() + ", "
                + list(key, this::orderedPlaceholder) + ")");
    }

    @Override
    public String changedFrom() {
        return changed(updateTime + " >= " + updateTimePlaceholder());
    }

    private String changed(String from) {
        return "SELECT " + updateTimeText() + ", " + texts(key) + " FROM " + table + " WHERE " + from + " AND "
                + updateTime + " < " + updateTimePlaceholder() + mapping.and() + " ORDER BY " + updateTime + ", "
                + keyOrder()
                + " LIMIT ?::bigint";
    }

    private String updateTimeText() {
        return updateTimeColumn(c -> textOf(updateTime, c));
    }

    private String updateTimePlaceholder() {
        return updateTimeColumn(this::value);
    }

    private String updateTimeColumn(Function<Column, String> form) {
        return columns.stream()
                .filter(c -> updateTime.equals(table + "." + quote(c.name())))
                .map(form)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(table + " has no update-time column in its plan"));
    }

    String where(KeyRange range) {
        return where(range, false);
    }

    private String where(KeyRange range, boolean literal) {
        String lower = range.after() == null ? "" : "(" + keyOrder() + ") > (" + bound(range.after(), literal) + ")";
        String upper = range.upTo() == null ? "" : "(" + keyOrder() + ") <= (" + bound(range.upTo(), literal) + ")";
        if (lower.isEmpty() && upper.isEmpty()) {
            return mapping.where();
        }
        return " WHERE " + lower + (lower.isEmpty() || upper.isEmpty() ? "" : " AND ") + upper + mapping.and();
    }

    /** The parts of a key as placeholders, or as literals for COPY, which takes no parameters. */
    private String bound(RowKey bound, boolean literal) {
        Iterator<String> parts = bound.values().iterator();
        return list(key, c -> {
            String[] around = orderedPlaceholder(c).split("\\?", 2);
            String part = parts.next();
            String text = "E'" + part.replace("\\", "\\\\").replace("'", "''") + "'";
            return around[0] + (literal ? text : "?") + around[1];
        });
    }

    String whereKeys(int keys) {
        if (key.size() == 1) {
            String one = value(key.get(0));
            return " WHERE " + names(key)
                    + (keys == 1 ? " = " + one : " IN (" + String.join(", ", Collections.nCopies(keys, one)) + ")")
                    + mapping.and();
        }
        String one = "(" + list(key, this::value) + ")";
        return " WHERE (" + names(key)
                + (keys == 1 ? ") = " + one : ") IN (" + String.join(", ", Collections.nCopies(keys, one)) + ")")
                + mapping.and();
    }

    String keyOrder() {
        return keyOrder(table);
    }

    /**
     * Text keys whose order is not known to be the same on both sides are ordered by their bytes. The names are qualified,
     * since a bare name in ORDER BY would mean the column of the result, which is text.
     */
    private String keyOrder(String from) {
        return list(key, c -> {
            String name = from + "." + quote(c.name());
            return conversions.orderedByText(c) ? textOf(name, c) + BYTES : name + bytewise(c);
        });
    }

    private String orderedPlaceholder(Column column) {
        return conversions.orderedByText(column) ? "?::text" + BYTES : value(column) + bytewise(column);
    }

    private String bytewise(Column column) {
        if (sharesKeyOrder) {
            return "";
        }
        // labels are ordered by their place in the type, which each server decides for itself
        String text = column.kind() == ColumnKind.ENUM ? "::text" : "";
        return text.isEmpty() && column.collation().isEmpty() ? "" : text + BYTES;
    }

    List<Column> columns() {
        return columns;
    }

    List<Column> key() {
        return key;
    }

    /** The stored name carries no length, so that a value that is too long fails instead of being cut. */
    static String cast(Column column) {
        return "::" + quote(column.typeSchema()) + "." + quote(column.typeName());
    }

    static String names(List<Column> columns) {
        return list(columns, c -> quote(c.name()));
    }

    String texts(List<Column> columns) {
        return list(columns, c -> textOf(table + "." + quote(c.name()), c));
    }

    private static String list(List<Column> columns, Function<Column, String> form) {
        return columns.stream().map(form).collect(joining(", "));
    }
}
