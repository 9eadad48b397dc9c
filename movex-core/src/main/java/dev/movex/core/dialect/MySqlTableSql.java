package dev.movex.core.dialect;

import static java.util.stream.Collectors.joining;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The statements of MySQL and MariaDB for one table. */
final class MySqlTableSql implements TableSql {
    private final MySqlWords words;
    private final PlannedTable planned;
    private final Side side;
    private final String table;
    private final List<Column> columns;
    private final List<Column> key;
    private final MySqlMapping mapping;
    private final boolean bytewise;
    private final boolean uniqueByKeyAlone;

    MySqlTableSql(MySqlWords words, PlannedTable planned, Side side) {
        this.words = words;
        this.planned = planned;
        this.side = side;
        this.table = quote(planned.on(side).name().schema()) + "."
                + quote(planned.on(side).name().name());
        this.columns = planned.columnsOn(side);
        this.key = planned.keyOn(side);
        this.mapping = new MySqlMapping(words, planned, side, table);
        this.bytewise = !planned.sharesKeyOrder();
        this.uniqueByKeyAlone = planned.on(side).uniques().isEmpty();
    }

    static String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public String text(String qualifier, Column column) {
        return forms(column).text(qualifier + "." + quote(column.name()));
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
        return forms(column).literal(text);
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public boolean exactKeys() {
        return key.stream().allMatch(column -> switch (column.kind()) {
            case TEXT, CHAR -> form(column) != ColumnKind.SERVER_TEXT;
            case DECIMAL -> false;
            default -> true;
        });
    }

    @Override
    public String canonicalKey() {
        return "SELECT " + list(key, c -> forms(c).canonical());
    }

    @Override
    public String selectByKeys(int keys, RowLock lock) {
        String suffix = switch (lock) {
            case NONE -> "";
            case SHARE -> words.share();
            case SHARE_IF_FREE -> words.share() + " SKIP LOCKED";
            case UPDATE -> " FOR UPDATE";
        };
        return "SELECT " + texts(columns) + " FROM " + table + whereKeys(keys) + " ORDER BY " + list(key, this::name)
                + suffix;
    }

    @Override
    public String selectKeys(int keys) {
        return "SELECT " + texts(key) + " FROM " + table + whereKeys(keys);
    }

    /**
     * The server takes a conflict on any unique key for the row that is meant. If it is another row, its key differs;
     * see {@link #checkedKey}.
     */
    @Override
    public String upsert() {
        return insert(1) + " ON DUPLICATE KEY UPDATE "
                + checkedKey(c -> words.incoming(quote(c.name())), mapping.and())
                + columns.stream()
                        .filter(c -> !key.contains(c))
                        .map(c -> ", " + name(c) + " = " + words.incoming(quote(c.name())))
                        .collect(joining());
    }

    @Override
    public int upsertCounts() {
        return 0;
    }

    @Override
    public boolean upsertWritesAll() {
        return true;
    }

    @Override
    public String insertIfAbsent(int rows) {
        return insert(rows) + " ON DUPLICATE KEY UPDATE " + checkedKey(this::name, "");
    }

    /**
     * Writes the key of the row that was met, or fails by a query of two rows in the place of one value if it is another
     * row than the one that is meant: an error whatever the types and the session's mode are. NULL would not do, since a
     * counter takes it for 0.
     */
    private String checkedKey(Function<Column, String> written, String andConditions) {
        List<Column> whole = planned.on(side).keyColumns();
        String same = whole.stream()
                        .map(c -> name(c) + " = " + words.incoming(quote(c.name())))
                        .collect(joining(" AND "))
                + andConditions;
        return list(
                whole,
                c -> name(c) + " = IF((" + same + ") OR (SELECT 1 UNION ALL SELECT 2), " + written.apply(c) + ", "
                        + name(c) + ")");
    }

    private String insert(int rows) {
        return "INSERT INTO " + table + " (" + list(columns, c -> quote(c.name())) + mapping.constantNames()
                + ") VALUES "
                + String.join(
                        ", ",
                        Collections.nCopies(
                                rows, "(" + list(columns, c -> forms(c).value()) + mapping.constantValues() + ")"))
                + words.incomingAlias();
    }

    @Override
    public String deleteByKey() {
        return "DELETE FROM " + table + whereKeys(1);
    }

    @Override
    public String boundary(KeyRange range) {
        return "SELECT " + texts(key) + " FROM " + table + where(range) + " ORDER BY " + keyOrder()
                + " LIMIT 1 OFFSET ?";
    }

    @Override
    public String keysByColumns(List<String> named) {
        return "SELECT " + texts(key) + " FROM " + table + " WHERE "
                + columns.stream()
                        .filter(c -> named.contains(c.name()))
                        .sorted(Comparator.comparingInt(c -> named.indexOf(c.name())))
                        .map(c -> name(c) + " = " + forms(c).operand())
                        .collect(joining(" AND "))
                + mapping.and();
    }

    @Override
    public DigestSql digests(RowHash hash) {
        return new MySqlDigestSql(this, planned, side, hash);
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
        return columns.stream().anyMatch(c -> forms(c).isLong());
    }

    @Override
    public String weigh(KeyRange range) {
        return "SELECT COALESCE(SUM(" + sizes() + "), 0) FROM " + table + where(range);
    }

    @Override
    public String weighKeys(int keys) {
        return "SELECT " + texts(key) + ", " + sizes() + " FROM " + table + whereKeys(keys);
    }

    private String sizes() {
        return columns.stream()
                .filter(c -> forms(c).isLong())
                .map(c -> "COALESCE(OCTET_LENGTH(" + name(c) + "), 0)")
                .collect(joining(" + "));
    }

    /** As {@link #selectRange}, in the form that a bulk copy reads. */
    String selectFields(KeyRange range) {
        return "SELECT " + list(columns, c -> forms(c).field(name(c), key.contains(c))) + " FROM " + table
                + where(range) + " ORDER BY " + keyOrder();
    }

    /** Returns for each column whether its fields are bytes. */
    List<Boolean> rawFields() {
        return columns.stream().map(c -> forms(c).raw()).toList();
    }

    /** Adds rows that come as lines, skipping those that a unique key refuses. */
    String load() {
        List<String> places = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            String variable = "@movex_" + places.size();
            Optional<String> value = forms(column).loaded(variable);
            places.add(value.isPresent() ? variable : quote(column.name()));
            value.ifPresent(v -> values.add(quote(column.name()) + " = " + v));
        }
        return "LOAD DATA LOCAL INFILE 'movex' IGNORE INTO TABLE " + table
                + " CHARACTER SET binary FIELDS TERMINATED BY"
                + " '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (" + String.join(", ", places) + ")"
                + (values.isEmpty() ? "" : " SET " + String.join(", ", values));
    }

    /** Lines hold all fields as they are read. */
    List<LineStream.Form> lineForms() {
        return Collections.nCopies(columns.size(), LineStream.Form.PLAIN);
    }

    /** Returns whether a row that is met by a unique key is the one that is meant. */
    boolean uniqueByKeyAlone() {
        return uniqueByKeyAlone;
    }

    @Override
    public String changedSince() {
        Column time = updateTime();
        String bound = forms(time).operand();
        return changed(name(time) + " >= " + bound + " AND (" + name(time) + " > " + bound + " OR (" + name(time)
                + " = " + bound + " AND " + beyond(">", 0) + "))");
    }

    @Override
    public List<String> parameters(String time, RowKey after) {
        List<String> parts = new ArrayList<>(List.of(time, time, time));
        beyondParameters(after.values(), 0, parts);
        return parts;
    }

    @Override
    public String changedFrom() {
        return changed(name(updateTime()) + " >= " + forms(updateTime()).operand());
    }

    private String changed(String from) {
        Column time = updateTime();
        return "SELECT " + forms(time).text(name(time)) + ", " + texts(key) + " FROM " + table + " WHERE " + from
                + " AND " + name(time) + " < " + forms(time).operand() + mapping.and() + " ORDER BY " + name(time)
                + ", " + keyOrder()
                + " LIMIT ?";
    }

    private Column updateTime() {
        return columns.stream()
                .filter(c ->
                        planned.updateTime() != null && c.name().equals(planned.nameOn(side, planned.updateTime())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(table + " has no update-time column in its plan"));
    }

    String where(KeyRange range) {
        List<String> conditions = new ArrayList<>();
        if (range.after() != null) {
            conditions.add(bound(">"));
        }
        if (range.upTo() != null) {
            conditions.add(bound("<"));
        }
        return conditions.isEmpty() ? mapping.where() : " WHERE " + String.join(" AND ", conditions) + mapping.and();
    }

    /** Spelt out, since the servers find no index range for a comparison of several columns at once. */
    private String bound(String operator) {
        if (key.size() == 1) {
            return orderedName(0) + (operator.equals(">") ? " > " : " <= ") + orderedOperand(0);
        }
        return orderedName(0) + " " + operator + "= " + orderedOperand(0) + " AND " + beyond(operator, 0);
    }

    private String beyond(String operator, int from) {
        if (from == key.size() - 1) {
            return orderedName(from) + (operator.equals(">") ? " > " : " <= ") + orderedOperand(from);
        }
        return "(" + orderedName(from) + " " + operator + " " + orderedOperand(from) + " OR (" + orderedName(from)
                + " = " + orderedOperand(from) + " AND " + beyond(operator, from + 1) + "))";
    }

    @Override
    public List<String> parameters(KeyRange range) {
        List<String> parts = new ArrayList<>();
        for (RowKey bound : new RowKey[] {range.after(), range.upTo()}) {
            if (bound != null) {
                if (key.size() > 1) {
                    parts.add(bound.values().get(0));
                }
                beyondParameters(bound.values(), 0, parts);
            }
        }
        return parts;
    }

    private static void beyondParameters(List<String> key, int from, List<String> to) {
        to.add(key.get(from));
        if (from < key.size() - 1) {
            to.add(key.get(from));
            beyondParameters(key, from + 1, to);
        }
    }

    String whereKeys(int keys) {
        if (key.size() == 1) {
            String one = forms(key.get(0)).operand();
            return " WHERE " + name(key.get(0))
                    + (keys == 1 ? " = " + one : " IN (" + String.join(", ", Collections.nCopies(keys, one)) + ")")
                    + mapping.and();
        }
        String one = key.stream().map(c -> name(c) + " = " + forms(c).operand()).collect(joining(" AND ", "(", ")"));
        String any = String.join(" OR ", Collections.nCopies(keys, one));
        return " WHERE " + (mapping.and().isEmpty() ? any : "(" + any + ")" + mapping.and());
    }

    String keyOrder() {
        return list(key, c -> forms(c).ordered(name(c), bytewise));
    }

    private String orderedName(int part) {
        return forms(key.get(part)).ordered(name(key.get(part)), bytewise);
    }

    private String orderedOperand(int part) {
        MySqlForms forms = forms(key.get(part));
        return forms.ordered(forms.operand(), bytewise);
    }

    private MySqlForms forms(Column column) {
        return MySqlConverted.of(words, planned, side, column);
    }

    private ColumnKind form(Column column) {
        return planned.formOn(side, column);
    }

    String name(Column column) {
        return table + "." + quote(column.name());
    }

    String texts(List<Column> all) {
        return list(all, c -> forms(c).text(name(c)));
    }

    MySqlWords words() {
        return words;
    }

    List<Column> columns() {
        return columns;
    }

    List<Column> key() {
        return key;
    }

    private static String list(List<Column> columns, Function<Column, String> form) {
        return columns.stream().map(form).collect(joining(", "));
    }
}
