package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.KeySource.Inserted;
import dev.movex.doublewrite.sql.MysqlValues.Range;
import dev.movex.doublewrite.sql.Replay.OfCounter;
import dev.movex.doublewrite.sql.Replay.OfResult;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** INSERT and REPLACE of MySQL and MariaDB: which keys their values say, and which rows unique keys may meet. */
final class MysqlInsert {
    private static final String WAY = "; let the application choose the key, or insert rows of values";

    private final String sql;
    private final Names names;
    private final MysqlSyntax syntax;

    MysqlInsert(String sql, Names names, MysqlSyntax syntax) {
        this.sql = sql;
        this.names = names;
        this.syntax = syntax;
    }

    Classified classify(TokenReader reader) {
        int start = reader.at();
        boolean replace = reader.next().is("replace");
        while (reader.acceptAny("low_priority", "delayed", "high_priority")) {
            // says when, not what
        }
        boolean ignore = reader.accept("ignore");
        reader.accept("into");
        TableRef ref = reader.table();
        if (ref == null) {
            return Classified.denied("the table that is written is not recognised");
        }
        Optional<PlannedTable> table = names.find(ref.schema(), ref.name());
        Classified found = table.isEmpty()
                ? replace ? names.outside(ref) : Classified.outside(ref)
                : planned(reader, new Target(table.get(), ref, null, start, false), replace, ignore);
        // LAST_INSERT_ID() lives in the session
        return found.with(SessionEffect.PINS);
    }

    private Classified planned(TokenReader reader, Target target, boolean replace, boolean ignore) {
        int at = reader.at();
        InsertedRows rows = InsertedRows.read(reader, syntax, names, target.table());
        String name = target.table().name();
        if (rows == null) {
            return Classified.denied("the rows that are inserted are not recognised", name);
        }
        boolean upsert = replace || rows.duplicate() >= 0;
        Optional<String> moved = rows.duplicate() < 0 ? Optional.empty() : keyMoves(reader, target, rows);
        if (moved.isPresent()) {
            return Classified.denied(moved.get(), name);
        }
        Set<String> changed = replace
                ? target.table().on(names.side()).columns().stream()
                        .map(Column::name)
                        .collect(Collectors.toSet())
                : rows.assigned();
        if (!names.tables().cascades(target.table(), changed).isEmpty()) {
            return Classified.denied(
                    "an upsert of rows that planned tables refer to, which change by themselves; write UPDATE", name);
        }
        reader.at(at);
        ReplayParser parser = new ReplayParser(sql, names, target, rows.returning());
        boolean plain = !upsert && !ignore;
        Optional<Replay> replay = plain ? parser.insert(reader) : Optional.empty();
        String reason = plain ? parser.reason() : ignore ? "INSERT IGNORE" : "an upsert";
        try {
            Shape shape = new Shape(upsert, replace, ignore);
            KeySource source = source(target, rows, shape);
            boolean returned = source instanceof KeySource.Returned;
            return Classified.of(
                    new Dml(
                            Verb.INSERT,
                            target.table(),
                            source,
                            rows.returning() >= 0,
                            plain,
                            returned ? List.of() : rows.keys(),
                            Set.of(),
                            List.of(),
                            replay.orElse(null)),
                    reason,
                    names.tables());
        } catch (NotReplayable e) {
            return Classified.denied(e.reason(), name);
        }
    }

    /**
     * What kind of insert it is.
     *
     * @param upsert whether it may change or remove rows that exist
     * @param replace whether it removes them
     * @param ignore whether rows may be left out
     */
    private record Shape(boolean upsert, boolean replace, boolean ignore) {}

    private KeySource source(Target target, InsertedRows rows, Shape shape) throws NotReplayable {
        Table table = target.table().on(names.side());
        boolean unknown =
                rows.keys().stream().flatMap(List::stream).anyMatch(OfResult.class::isInstance) && !rows.plainKeys();
        boolean counter = rows.query() && rows.keyIsCounted();
        boolean returns = rows.returning() >= 0;
        List<OldKeys> meets = shape.upsert() && !rows.query() ? meets(target, rows, table) : List.of();
        if (returns && syntax.mariadb()) {
            ReplayParser.require(!rows.query() || !shape.upsert(), "an upsert from a query" + WAY);
            return new KeySource.Returned(capture(target, rows, table), meets);
        }
        if (rows.query() ? !counter : unknown) {
            ReplayParser.require(
                    syntax.mariadb() && !shape.upsert() && !shape.ignore(),
                    (rows.query()
                                    ? "keys that come from a query can't be captured"
                                    : "a key that the database computes")
                            + WAY);
            return new KeySource.Returned(capture(target, rows, table), List.of());
        }
        ReplayParser.require(!rows.query() || !shape.upsert(), "an upsert from a query" + WAY);
        boolean assignsUnique = rows.assigned().stream()
                .anyMatch(
                        c -> table.key().contains(c) || table.uniques().stream().anyMatch(u -> u.contains(c)));
        boolean exact = syntax.strict() && !shape.ignore() && table.triggers().isEmpty();
        List<OldKeys> before = shape.replace() || assignsUnique ? new ArrayList<>(meets) : List.of();
        OldKeys byKey = rows.byKey(lookup(target));
        if (shape.replace() && byKey != null && table.keyColumns().stream().anyMatch(syntax::folds)) {
            // the row that goes may have its key written another way
            before.add(byKey);
        }
        List<OldKeys> after = shape.replace() ? List.of() : meets;
        boolean allCounted = rows.keys().stream().allMatch(k -> k.stream().anyMatch(OfCounter.class::isInstance));
        boolean simple = !rows.query() && !shape.ignore() && !shape.upsert() && allCounted;
        return new Inserted(before, after, byKey, simple, exact, shape.upsert());
    }

    private Capture capture(Target target, InsertedRows rows, Table table) {
        List<Column> columns = new ArrayList<>(table.keyColumns());
        table.columns().stream()
                .filter(c -> c.counted() && !columns.contains(c))
                .forEach(columns::add);
        return Capture.of(rows.reader(), rows.returning() >= 0, target, columns, names);
    }

    private String lookup(Target target) {
        return "SELECT " + names.keyTexts(target.table(), target.qualifier()) + " FROM "
                + sql.substring(target.ref().start(), target.ref().end()) + " WHERE ";
    }

    /** Returns the queries for the rows that the new values meet by a unique key besides the primary one. */
    private List<OldKeys> meets(Target target, InsertedRows rows, Table table) throws NotReplayable {
        List<OldKeys> queries = new ArrayList<>();
        for (List<String> unique : table.uniques()) {
            OldKeys query = rows.meets(lookup(target), unique);
            if (query != null) {
                queries.add(query);
            }
        }
        return queries;
    }

    /** Returns why the list behind ON DUPLICATE KEY UPDATE may give a row a key that is not known. */
    private Optional<String> keyMoves(TokenReader reader, Target target, InsertedRows rows) {
        Table table = target.table().on(names.side());
        for (Range assignment : rows.updates()) {
            Token last = reader.token(assignment.from());
            int at = assignment.from() + 1;
            while (reader.token(at).symbol(".")) {
                last = reader.token(at + 1);
                at += 2;
            }
            Column column = syntax.column(table, last.name()).orElse(null);
            if (column == null) {
                return Optional.of("the columns that are written are not recognised");
            }
            rows.assigned().add(column.name());
            if (table.key().contains(column.name()) && !same(reader, column, at + 1, assignment.to())) {
                return Optional.of("an upsert that changes the key, whose new key can't be captured");
            }
        }
        return Optional.empty();
    }

    /** Whether an expression is the column itself or the value that was to be inserted. */
    private static boolean same(TokenReader reader, Column column, int from, int to) {
        String text = reader.text(from, to).replace(" ", "").replace("`", "");
        String name = java.util.regex.Pattern.quote(column.name());
        return text.matches("(?i)((last_insert_id|values|value)\\()?([a-z_0-9$]+\\.)?" + name + "\\)?");
    }
}
