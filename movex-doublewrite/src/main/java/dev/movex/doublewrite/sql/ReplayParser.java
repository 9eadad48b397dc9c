package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.Replay.OfCounter;
import dev.movex.doublewrite.sql.Replay.OfParameter;
import dev.movex.doublewrite.sql.Replay.OfResult;
import dev.movex.doublewrite.sql.Replay.OfText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the few forms that may be replayed: rows addressed by their whole key, every value a parameter or a plain
 * literal. Anything else leaves by {@link NotReplayable}, with the reason.
 */
final class ReplayParser {
    private final String sql;
    private final Names names;
    private final Target target;
    private final PlannedTable planned;
    private final Table table;
    private final Table other;
    private final int returning;
    private final Map<Integer, Column> uses = new HashMap<>();
    private String reason = "rows addressed by their key, values bound or literal";

    ReplayParser(String sql, Names names, Target target, int returning) {
        this.sql = sql;
        this.names = names;
        this.target = target;
        this.planned = target.table();
        this.table = planned.on(names.side());
        this.other = planned.on(names.side().other());
        this.returning = returning;
        if (target.with()) {
            reason = "a statement behind WITH";
        }
    }

    /** Returns why the statement can be replayed, or why not. */
    String reason() {
        return reason;
    }

    Optional<Replay> insert(TokenReader reader) {
        return attempt(reader, this::readInsert);
    }

    Optional<Replay> update(TokenReader reader) {
        return attempt(reader, this::readUpdate);
    }

    Optional<Replay> delete(TokenReader reader) {
        return attempt(reader, this::readDelete);
    }

    private Optional<Replay> attempt(TokenReader reader, Form form) {
        int from = reader.at();
        try {
            checkTable();
            return Optional.of(form.read(reader));
        } catch (NotReplayable e) {
            reason = e.reason();
            return Optional.empty();
        } finally {
            reader.at(from);
        }
    }

    private void checkTable() throws NotReplayable {
        require(names.tables().sameDialect(), "the other database speaks another dialect");
        require(!names.tables().mapped(planned), "the table is mapped to another shape");
        require(names.syntax().neverReplayed().isEmpty(), names.syntax().neverReplayed());
        require(table.triggers().isEmpty(), "the table has triggers");
        boolean generated = table.columns().stream().anyMatch(Column::generated)
                || other.columns().stream().anyMatch(Column::generated);
        require(!generated, "the table has generated columns");
    }

    private Replay readInsert(TokenReader reader) throws NotReplayable {
        require(target.alias() == null, "the table has an alias");
        require(reader.acceptSymbol("("), "no list of columns");
        int columnsFrom = reader.at();
        List<Column> columns = new ArrayList<>();
        do {
            columns.add(column(reader.next()));
        } while (reader.acceptSymbol(","));
        int columnsTo = reader.at();
        require(reader.acceptSymbol(")"), "the list of columns is not plain");
        if (reader.accept("overriding")) {
            require(reader.accept("system") && reader.accept("value"), "OVERRIDING USER VALUE");
        }
        require(reader.accept("values"), "the rows come from a query or from defaults");
        int rowsFrom = reader.at();
        List<List<KeyPart>> keys = new ArrayList<>();
        List<Column> generated = omitted(columns);
        do {
            keys.add(key(row(reader, columns), true));
        } while (reader.acceptSymbol(","));
        int rowsTo = reader.at();
        atEnd(reader, "ON CONFLICT or another clause");
        require(keys.size() == 1 || generated.isEmpty(), "several rows with keys from a counter");
        String text = "INSERT INTO " + names.tables().nameOnOther(planned) + " ("
                + reader.text(columnsFrom, columnsTo) + names(generated) + ")"
                + names.syntax().overriding() + " VALUES " + rows(reader, rowsFrom, rowsTo, generated);
        return new Replay(text, reader.parameters(rowsFrom, rowsTo), keys, generated, uses);
    }

    private String names(List<Column> generated) {
        StringBuilder list = new StringBuilder();
        generated.forEach(c -> list.append(", ").append(names.tables().quoteOnOther(c.name())));
        return list.toString();
    }

    private String rows(TokenReader reader, int from, int to, List<Column> generated) {
        if (generated.isEmpty()) {
            return reader.text(from, to);
        }
        StringBuilder row = new StringBuilder(reader.text(from, to - 1));
        generated.forEach(c -> row.append(", ").append(names.syntax().placeholder(c)));
        return row.append(')').toString();
    }

    private Map<String, Value> row(TokenReader reader, List<Column> columns) throws NotReplayable {
        require(reader.acceptSymbol("("), "the rows are not plain");
        Map<String, Value> row = new LinkedHashMap<>();
        for (Column column : columns) {
            require(row.isEmpty() || reader.acceptSymbol(","), "the values are not plain");
            Value value = value(reader, column);
            boolean counts = column.counted() && value.parameter() == 0 && "0".equals(orZero(value.constant()));
            require(!counts, "a value that leaves the choice to a counter");
            row.put(column.name(), value);
        }
        require(reader.acceptSymbol(")"), "a value is an expression");
        return row;
    }

    private static String orZero(@Nullable String constant) {
        return constant == null ? "0" : constant;
    }

    /** Returns the omitted columns that the primary fills from counters. */
    private List<Column> omitted(List<Column> listed) throws NotReplayable {
        List<Column> generated = new ArrayList<>();
        for (Column column : planned.columnsOn(names.side())) {
            Column there = other.column(column.name());
            if (listed.contains(column)) {
                continue;
            }
            if (column.counted()) {
                generated.add(column);
            } else {
                boolean filled = column.defaulted() || there.defaulted() || there.counted();
                require(!filled, "column " + column.name() + " has a default");
            }
        }
        return generated;
    }

    private Replay readUpdate(TokenReader reader) throws NotReplayable {
        require(reader.accept("set"), "the statement is not plain");
        boolean refreshed = table.columns().stream().anyMatch(Column::refreshed)
                || other.columns().stream().anyMatch(Column::refreshed);
        require(!refreshed, "the database changes a column at each update");
        do {
            Column column = qualified(reader);
            require(reader.acceptSymbol("="), "an assignment is not plain");
            value(reader, column);
        } while (reader.acceptSymbol(","));
        return byKey(reader);
    }

    private Replay readDelete(TokenReader reader) throws NotReplayable {
        return byKey(reader);
    }

    private Replay byKey(TokenReader reader) throws NotReplayable {
        require(reader.accept("where"), "rows are not addressed by their key");
        Map<String, Value> conditions = new HashMap<>();
        conditions(reader, conditions);
        int end = reader.at();
        atEnd(reader, "the condition is not plain");
        List<KeyPart> key = key(conditions, false);
        String text = sql.substring(
                        reader.token(target.start()).start(), target.ref().start())
                + names.tables().nameOnOther(planned)
                + sql.substring(target.ref().end(), reader.token(end - 1).end());
        List<Integer> parameters = reader.parameters(target.start(), end);
        return new Replay(text, parameters, List.of(key), List.of(), uses);
    }

    private void conditions(TokenReader reader, Map<String, Value> conditions) throws NotReplayable {
        do {
            condition(reader, conditions);
        } while (reader.accept("and"));
    }

    private void condition(TokenReader reader, Map<String, Value> conditions) throws NotReplayable {
        if (reader.acceptSymbol("(")) {
            conditions(reader, conditions);
            require(reader.acceptSymbol(")"), "the condition is not plain");
            return;
        }
        Column column = qualified(reader);
        if (reader.accept("is")) {
            reader.accept("not");
            require(reader.accept("null"), "the condition is not plain");
            return;
        }
        require(reader.acceptSymbol("="), "the condition is not plain");
        Value value = value(reader, column);
        require(conditions.put(column.name(), value) == null, "a column is compared twice");
    }

    private Column qualified(TokenReader reader) throws NotReplayable {
        Token name = reader.next();
        if (reader.peek().symbol(".")) {
            boolean same = other.name().name().equals(table.name().name());
            String qualifier = sql.substring(name.start(), name.end());
            require(qualifier.equals(target.qualifier()), "a column of another table");
            require(target.alias() != null || same, "the table has another name on the other side");
            reader.next();
            name = reader.next();
        }
        return column(name);
    }

    private List<KeyPart> key(Map<String, Value> values, boolean inserting) throws NotReplayable {
        List<KeyPart> parts = new ArrayList<>();
        for (Column column : table.keyColumns()) {
            Value value = values.get(column.name());
            boolean counted = inserting && column.counted();
            require(value != null || counted, "rows are not addressed by their whole key");
            parts.add(value == null ? new OfCounter() : part(column, value));
        }
        return parts;
    }

    private KeyPart part(Column column, Value value) {
        if (value.parameter() > 0) {
            return new OfParameter(value.parameter());
        }
        return CanonicalText.of(planned, column, value.constant())
                .<KeyPart>map(OfText::new)
                .orElseGet(OfResult::new);
    }

    private Column column(Token token) throws NotReplayable {
        require(token.isName(), "an expression in the place of a column");
        Column column = names.syntax().column(table, token.name()).orElse(null);
        if (column == null || !planned.columns().contains(column.name())) {
            throw new NotReplayable("a column that is not moved");
        }
        Column there = other.column(column.name());
        boolean alike = !names.syntax().folds(column) || column.collation().equals(there.collation());
        require(
                alike && column.declaredType().equals(there.declaredType()),
                "column " + column.name() + " has another type on the other side");
        return column;
    }

    private Value value(TokenReader reader, Column column) throws NotReplayable {
        Value value = ValueReader.read(reader, column);
        if (value.parameter() > 0) {
            uses.put(value.parameter(), column);
        }
        return value;
    }

    private void atEnd(TokenReader reader, String otherwise) throws NotReplayable {
        require(reader.atEnd() || reader.at() == returning, otherwise);
    }

    static void require(boolean condition, String otherwise) throws NotReplayable {
        if (!condition) {
            throw new NotReplayable(otherwise);
        }
    }

    private interface Form {
        Replay read(TokenReader reader) throws NotReplayable;
    }
}
