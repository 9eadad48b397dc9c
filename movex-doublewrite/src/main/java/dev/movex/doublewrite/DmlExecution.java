package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.Capture;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.KeySource.Inserted;
import dev.movex.doublewrite.sql.KeySource.Inside;
import dev.movex.doublewrite.sql.KeySource.Locked;
import dev.movex.doublewrite.sql.KeySource.Returned;
import dev.movex.doublewrite.sql.KeySource.Written;
import dev.movex.doublewrite.sql.Narrowing;
import dev.movex.doublewrite.sql.Verb;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement on the primary that writes a planned table, and notes what the secondary needs: which keys it
 * touched and, where the statement may be repeated, with which values. Used by one thread.
 */
final class DmlExecution {
    private final StatementBehaviour statement;
    private final Unit unit;
    private final Dml dml;
    private final Noted noted;
    private final KeyQueries queries;
    private final int parts;

    DmlExecution(StatementBehaviour statement, Unit unit, Dml dml) {
        this.statement = statement;
        this.unit = unit;
        this.dml = dml;
        this.noted = new Noted(statement.session(), unit, dml);
        this.queries = new KeyQueries(unit);
        this.parts = dml.table().key().size();
    }

    Noted noted() {
        return noted;
    }

    Outcome run(StatementBehaviour.Execution execution) throws SQLException {
        if (execution.wantsRows() && !dml.returning()) {
            // the driver would notice when it is written
            throw new SQLException("Movex: the statement returns no rows.", "02000");
        }
        Params params = statement.params();
        params.spool();
        return run(
                execution.sql(),
                execution.wish(),
                params,
                keys -> known(params, keys, () -> statement.plain(unit, execution)));
    }

    /** Runs one element of a batch, and returns how many rows it met. */
    long element(String sql, Params params) throws SQLException {
        return run(
                        sql,
                        Wish.NONE,
                        params,
                        keys -> known(params, keys, () -> {
                            Statement made = statement.rerun(unit, sql, params);
                            return Outcome.ofCount(made.getLargeUpdateCount());
                        }))
                .count();
    }

    private Outcome run(String sql, Wish wish, Params params, KnownRun known) throws SQLException {
        Optional<List<RowKey>> keys = noted.knownKeys(params);
        if (keys.isPresent() && !dml.returning() && !(dml.source() instanceof Inserted)) {
            return known.run(keys.get());
        }
        if (dml.source() instanceof Returned returned) {
            return returned(returned, sql, wish, params);
        }
        if (dml.source() instanceof Inside inside) {
            return inside(inside, wish, params);
        }
        if (dml.source() instanceof Locked locked) {
            return locked(locked.narrowing(), sql, wish, params);
        }
        return new InsertExecution(statement, unit, dml, noted).run((Inserted) dml.source(), sql, wish, params);
    }

    private interface KnownRun {
        Outcome run(List<RowKey> keys) throws SQLException;
    }

    /** The values say which rows can be met. */
    private Outcome known(Params params, List<RowKey> keys, Session.Call<Outcome> call) throws SQLException {
        Map<PlannedTable, Set<RowKey>> children = below(dml.table(), keys);
        Outcome outcome = call.run();
        doomedUnless(() -> {
            noted.note(keys, params, noted.repeats(params), outcome.count(), List.of());
            noteChildren(children, outcome.count());
            childrenAfter(dml.table(), keys, outcome.count());
        });
        return outcome;
    }

    private Map<PlannedTable, Set<RowKey>> below(PlannedTable table, Collection<RowKey> keys) throws SQLException {
        return dml.cascades().isEmpty() ? Map.of() : walk().below(table, keys, dml.changed());
    }

    private CascadeWalk walk() {
        return new CascadeWalk(unit.lease().access(), unit.physical(), dml.verb() == Verb.DELETE);
    }

    /** A change of values that children refer to may have changed the keys of these too. */
    private void childrenAfter(PlannedTable table, Collection<RowKey> keys, long count) throws SQLException {
        if (dml.verb() == Verb.UPDATE && count > 0) {
            noteChildren(below(table, keys), count);
        }
    }

    private void noteChildren(Map<PlannedTable, Set<RowKey>> children, long count) {
        if (count > 0) {
            children.forEach(
                    (table, keys) -> unit.wrote(new PendingWrite(table, List.copyOf(keys), false, null), Set.of()));
        }
    }

    /** What ran on the primary and could not be noted must not be committed. */
    private void doomedUnless(Noting noting) throws SQLException {
        boolean done = false;
        try {
            noting.run();
            done = true;
        } finally {
            if (!done) {
                unit.doom();
            }
        }
    }

    private interface Noting {
        void run() throws SQLException;
    }

    // ---- keys that the statement returns

    private Outcome returned(Returned source, String sql, Wish wish, Params params) throws SQLException {
        Capture capture = source.capture();
        Set<RowKey> old = queries.keys(source.before(), params, parts);
        Map<PlannedTable, Set<RowKey>> children = below(dml.table(), old);
        ResultSet rows = statement.capture(unit, capture.sql(sql, wish.list()), params);
        List<List<@Nullable String>> captured = new ArrayList<>();
        doomedUnless(() -> {
            int count = capture.columns().size();
            captured.addAll(KeyQueries.texts(rows, rows.getMetaData().getColumnCount() - count + 1, count));
            List<RowKey> keys = KeyQueries.keys(captured, 0, parts);
            checkLocked(old, keys);
            noted.note(List.copyOf(old), params, false, old.size(), List.of());
            noted.note(keys, params, noted.repeats(params), captured.size(), captured);
            noteChildren(children, captured.size());
            childrenAfter(dml.table(), keys, captured.size());
        });
        return outcome(capture, wish, rows, captured.size());
    }

    /** A row that came between the look and the statement has children that were not looked at. */
    private void checkLocked(Set<RowKey> old, List<RowKey> keys) throws SQLException {
        boolean moves = dml.verb() == Verb.UPDATE && dml.table().key().stream().anyMatch(dml.changed()::contains);
        boolean all = moves ? keys.size() <= old.size() : old.containsAll(keys);
        if (!dml.cascades().isEmpty() && !all) {
            throw new SQLException(
                    "Movex: rows of " + dml.table().name() + " appeared while those that refer to them were locked;"
                            + " try the transaction again.",
                    "40001");
        }
    }

    private Outcome outcome(Capture capture, Wish wish, ResultSet rows, int count) throws SQLException {
        int hidden = capture.columns().size();
        rows.beforeFirst();
        if (dml.returning()) {
            return new Outcome(rows, -1, null, hidden, false);
        }
        if (wish.wanted()) {
            return new Outcome(null, count, rows, hidden, false);
        }
        rows.close();
        return Outcome.ofCount(count);
    }

    // ---- writes inside WITH

    private Outcome inside(Inside source, Wish wish, Params params) throws SQLException {
        Outcome outcome = main(source, wish, params);
        doomedUnless(() -> {
            List<List<@Nullable String>> left = queries.texts(source.keys(), Params.none());
            for (int i = 0; i < source.writes().size(); i++) {
                Dml write = source.writes().get(i);
                String number = Integer.toString(i + 1);
                List<List<@Nullable String>> mine =
                        left.stream().filter(row -> number.equals(row.get(0))).toList();
                List<RowKey> keys = KeyQueries.keys(mine, 1, write.table().key().size());
                new Noted(statement.session(), unit, write).note(keys, params, false, keys.size(), List.of());
            }
        });
        return outcome;
    }

    /** Runs the text; what the statement after the list writes is noted as ever. */
    private Outcome main(Inside source, Wish wish, Params params) throws SQLException {
        Capture main = source.main();
        if (main != null) {
            return returned(new Returned(main, List.of()), source.sql(), wish, params);
        }
        return dml.returning()
                ? Outcome.ofRows(statement.capture(unit, source.sql(), params))
                : InsertExecution.outcome(statement.rerun(unit, source.sql(), params), wish);
    }

    // ---- rows that are locked first

    private Outcome locked(Narrowing narrowing, String sql, Wish wish, Params params) throws SQLException {
        List<List<@Nullable String>> rows = queries.texts(narrowing.query(), params);
        List<List<RowKey>> keys = new ArrayList<>();
        Map<PlannedTable, Set<RowKey>> children = new LinkedHashMap<>();
        int from = 0;
        for (Written each : narrowing.written()) {
            List<Column> key = each.table().on(unit.lease().side()).keyColumns();
            List<RowKey> found = KeyQueries.keys(rows, from, key.size());
            keys.add(found);
            below(each.table(), found)
                    .forEach((table, more) -> children.computeIfAbsent(table, t -> new HashSet<>())
                            .addAll(more));
            from += key.size();
        }
        int newKeysFrom = from;
        Statement made = statement.rerun(unit, narrowing.sql(sql, keys), params);
        long count = made.getLargeUpdateCount();
        doomedUnless(() -> {
            for (int i = 0; i < keys.size(); i++) {
                noteLocked(narrowing.written().get(i).table(), keys.get(i), params, count);
            }
            noteChildren(children, count);
            if (narrowing.changesKeys() && count > 0) {
                noteNewKeys(KeyQueries.keys(rows, newKeysFrom, parts), params);
            } else {
                childrenAfter(dml.table(), keys.get(0), count);
            }
        });
        return InsertExecution.outcome(made, wish);
    }

    private void noteLocked(PlannedTable table, List<RowKey> keys, Params params, long count) {
        if (table == dml.table()) {
            noted.note(keys, params, noted.repeats(params), count, List.of());
        } else if (count > 0) {
            unit.wrote(new PendingWrite(table, keys, false, null), Set.of());
        }
    }

    private void noteNewKeys(List<RowKey> expected, Params params) throws SQLException {
        Set<RowKey> stored = queries.stored(dml.table(), expected);
        if (stored.size() < expected.size()) {
            throw new SQLException(
                    "Movex: the new keys of rows of " + dml.table().name() + " are not those that were computed; write"
                            + " them as values.",
                    "0A000");
        }
        noted.note(List.copyOf(stored), params, false, stored.size(), List.of());
        childrenAfter(dml.table(), stored, stored.size());
    }
}
