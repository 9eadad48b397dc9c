package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.MysqlValues.Range;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.Replay.OfCounter;
import dev.movex.doublewrite.sql.Replay.OfResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows in an insert of MySQL or MariaDB: VALUES, SET or a query, and the list of an upsert. Used once. */
final class InsertedRows {
    private static final Set<String> QUERIES = Set.of("select", "with", "table");
    private static final Set<String> SETS = Set.of("union", "except", "intersect", "minus");
    private static final Set<String> CLAUSES = Set.of(
            "from", "where", "group", "having", "window", "order", "limit", "offset", "fetch", "into", "for", "lock");

    private final TokenReader reader;
    private final MysqlSyntax syntax;
    private final PlannedTable planned;
    private final Table table;
    private final MysqlValues values;
    private final int returning;
    private final int duplicate;
    private final int end;
    private final Set<String> assigned = new HashSet<>();
    private final List<List<Range>> rows = new ArrayList<>();
    private List<Column> columns = List.of();
    private boolean query;

    private InsertedRows(TokenReader reader, MysqlSyntax syntax, PlannedTable planned, Table table, int returning) {
        this.planned = planned;
        this.reader = reader;
        this.syntax = syntax;
        this.table = table;
        this.values = new MysqlValues(reader, syntax);
        this.returning = returning;
        int found = reader.find(reader.at(), "duplicate");
        while (found >= 0
                && !(reader.token(found - 1).is("on") && reader.token(found + 1).is("key"))) {
            found = reader.find(found + 1, "duplicate");
        }
        this.duplicate = found;
        int after = returning < 0 ? reader.size() : returning;
        this.end = duplicate < 0 ? after : duplicate - 1;
    }

    /** Reads what follows the name of the table; null if it is not understood. */
    static @Nullable InsertedRows read(TokenReader reader, MysqlSyntax syntax, Names names, PlannedTable planned) {
        Table table = planned.on(names.side());
        int returning = reader.find(reader.at(), "returning");
        InsertedRows rows = new InsertedRows(reader, syntax, planned, table, returning);
        return rows.read() ? rows : null;
    }

    private boolean read() {
        if (reader.accept("partition") && !reader.skipParentheses()) {
            return false;
        }
        if (reader.accept("set")) {
            return sets();
        }
        boolean listed = reader.peek().symbol("(") && !beginsQuery(reader.at() + 1);
        if (listed && !list()) {
            return false;
        }
        if (!listed) {
            columns = table.columns();
        }
        if (!reader.acceptAny("values", "value")) {
            query = beginsQuery(reader.at());
            row().ifPresent(rows::add);
            return query;
        }
        return tuples();
    }

    /** Reads a query that only says whether there is a row, and how many: its list gives the key. */
    private Optional<List<Range>> row() {
        boolean several = reader.find(reader.at(), t -> SETS.stream().anyMatch(t::is)) >= 0;
        if (!reader.peek().is("select") || several) {
            return Optional.empty();
        }
        int from = reader.at() + 1;
        int clause = reader.find(from, t -> CLAUSES.stream().anyMatch(t::is));
        List<Range> row = values.split(new Range(from, clause < 0 ? end : Math.min(clause, end))).stream()
                .map(this::withoutAlias)
                .toList();
        boolean stars =
                row.stream().anyMatch(item -> reader.token(item.to() - 1).symbol("*"));
        boolean fits = !stars && row.size() == columns.size();
        return fits && table.keyColumns().stream().allMatch(c -> given(c, row)) ? Optional.of(row) : Optional.empty();
    }

    private boolean given(Column column, List<Range> row) {
        Range value = value(column, row);
        return value != null && values.plain(value) && !(part(column, row) instanceof OfCounter);
    }

    private Range withoutAlias(Range item) {
        boolean named =
                item.to() - item.from() > 2 && reader.token(item.to() - 2).is("as");
        return named ? new Range(item.from(), item.to() - 2) : item;
    }

    private boolean beginsQuery(int index) {
        int at = index;
        while (reader.token(at).symbol("(")) {
            at++;
        }
        // a quoted name may read like one of the words
        return QUERIES.stream().anyMatch(reader.token(at)::is);
    }

    private boolean sets() {
        List<Column> named = new ArrayList<>();
        List<Range> row = new ArrayList<>();
        int alias = reader.find(reader.at(), "as");
        int to = alias < 0 || alias > end ? end : alias;
        for (Range each : values.split(new Range(reader.at(), to))) {
            int at = each.from();
            while (reader.token(at + 1).symbol(".")) {
                at += 2;
            }
            Optional<Column> column = syntax.column(table, reader.token(at).name());
            boolean sets =
                    reader.token(at + 1).symbol("=") || reader.token(at + 1).symbol(":=");
            if (column.isEmpty() || !sets) {
                return false;
            }
            named.add(column.get());
            row.add(new Range(at + 2, each.to()));
        }
        columns = named;
        rows.add(row);
        return true;
    }

    private boolean list() {
        int from = reader.at() + 1;
        reader.skipParentheses();
        List<Column> named = new ArrayList<>();
        for (Range each : values.split(new Range(from, reader.at() - 1))) {
            Optional<Column> column =
                    syntax.column(table, reader.token(each.to() - 1).name());
            if (column.isEmpty()) {
                return false;
            }
            named.add(column.get());
        }
        columns = named;
        return true;
    }

    private boolean tuples() {
        do {
            reader.accept("row");
            int from = reader.at() + 1;
            if (!reader.skipParentheses()) {
                return false;
            }
            List<Range> row = values.split(new Range(from, reader.at() - 1));
            if (row.size() != columns.size() && !row.isEmpty()) {
                return false;
            }
            rows.add(row);
        } while (reader.acceptSymbol(","));
        return true;
    }

    TokenReader reader() {
        return reader;
    }

    int returning() {
        return returning;
    }

    /** Returns the index of DUPLICATE; −1 if there is none. */
    int duplicate() {
        return duplicate;
    }

    /** Returns whether the rows come from a query that does not say their keys itself. */
    boolean query() {
        return query && rows.isEmpty();
    }

    /** Returns the names of the columns that an upsert writes, as far as they have been read. */
    Set<String> assigned() {
        return assigned;
    }

    /** Returns the assignments behind ON DUPLICATE KEY UPDATE. */
    List<Range> updates() {
        return values.split(new Range(duplicate + 3, returning < 0 ? reader.size() : returning));
    }

    /** Returns whether the key is a single column that a counter fills. */
    boolean keyIsCounted() {
        List<Column> key = table.keyColumns();
        return key.size() == 1 && key.get(0).counted() && !columns.contains(key.get(0));
    }

    /** Returns where the parts of each row's key come from. */
    List<List<KeyPart>> keys() {
        return rows.stream()
                .map(row -> table.keyColumns().stream().map(c -> part(c, row)).toList())
                .toList();
    }

    private KeyPart part(Column column, List<Range> row) {
        Range value = value(column, row);
        if (value == null) {
            return column.counted() ? new OfCounter() : new OfResult();
        }
        return values.part(planned, column, value);
    }

    private @Nullable Range value(Column column, List<Range> row) {
        int index = columns.indexOf(column);
        return index < 0 || index >= row.size() ? null : row.get(index);
    }

    /** Returns whether each part of each key is a parameter, a literal or a counter's. */
    boolean plainKeys() {
        return rows.stream()
                .allMatch(row -> table.keyColumns().stream().allMatch(c -> {
                    Range value = value(c, row);
                    return part(c, row) instanceof OfCounter || (value != null && values.plain(value));
                }));
    }

    /** Returns the query for the rows with the keys of the values; null if a counter gives out all keys. */
    @Nullable OldKeys byKey(String select) {
        StringBuilder condition = new StringBuilder();
        List<Integer> parameters = new ArrayList<>();
        for (List<Range> row : rows) {
            boolean counted = table.keyColumns().stream().anyMatch(c -> part(c, row) instanceof OfCounter);
            if (!counted) {
                List<Range> met =
                        table.keyColumns().stream().map(c -> value(c, row)).toList();
                or(condition, table.keyColumns(), met, parameters);
            }
        }
        return condition.isEmpty() ? null : new OldKeys(select + condition + " FOR UPDATE", parameters);
    }

    /**
     * Returns the query for the rows that the values meet by a unique key; null if they can meet none.
     *
     * @throws NotReplayable if a value of the key is decided by the database
     */
    @Nullable OldKeys meets(String select, List<String> unique) throws NotReplayable {
        StringBuilder condition = new StringBuilder();
        List<Integer> parameters = new ArrayList<>();
        List<Column> key = unique.stream().map(table::column).toList();
        for (List<Range> row : rows) {
            List<Range> met = met(key, row);
            if (!met.isEmpty()) {
                or(condition, key, met, parameters);
            }
        }
        return condition.isEmpty() ? null : new OldKeys(select + condition + " FOR UPDATE", parameters);
    }

    private List<Range> met(List<Column> key, List<Range> row) throws NotReplayable {
        List<Range> met = new ArrayList<>();
        for (Column column : key) {
            Range value = value(column, row);
            boolean omitted = value == null || values.isDefault(value);
            boolean stays = omitted
                    ? column.counted() || (column.nullable() && !column.defaulted())
                    : value != null && values.isNull(value);
            if (stays) {
                return List.of();
            }
            ReplayParser.require(
                    value != null && values.plain(value),
                    "an upsert whose value of the unique column " + column.name() + " the database decides");
            met.add(value);
        }
        return met;
    }

    private void or(StringBuilder condition, List<Column> key, List<Range> met, List<Integer> parameters) {
        condition.append(condition.isEmpty() ? "(" : " OR (");
        for (int i = 0; i < key.size(); i++) {
            condition
                    .append(i == 0 ? "" : " AND ")
                    .append(syntax.quote(key.get(i).name()))
                    .append(" = ")
                    .append(values.text(met.get(i)));
            parameters.addAll(values.parameters(met.get(i)));
        }
        condition.append(')');
    }
}
