package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.CanonicalText;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.OldKeys;
import dev.movex.doublewrite.sql.Replay;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.Replay.OfParameter;
import dev.movex.doublewrite.sql.Replay.OfText;
import dev.movex.doublewrite.sql.Verb;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement on the primary that writes a planned table, and notes what the secondary needs: which keys it
 * touched and, where the statement may be repeated, with which values. Used once, by one thread.
 */
final class DmlExecution {
    private final StatementBehaviour statement;
    private final Unit unit;
    private final Dml dml;
    private final List<Column> key;

    DmlExecution(StatementBehaviour statement, Unit unit, Dml dml) {
        this.statement = statement;
        this.unit = unit;
        this.dml = dml;
        this.key = dml.table().on(unit.lease().side()).keyColumns();
    }

    Outcome run(StatementBehaviour.Execution execution) throws SQLException {
        if (execution.wantsRows() && !dml.capture().returning()) {
            // the driver would notice when it is written
            throw new SQLException("Movex: the statement returns no rows.", "02000");
        }
        Params params = statement.params();
        boolean repeats = repeats(params);
        if (repeats) {
            params.spool();
        }
        Optional<List<RowKey>> keys = knownKeys(params);
        if (keys.isPresent() && !dml.capture().returning()) {
            Outcome outcome = statement.plain(unit, execution);
            note(keys.get(), params, repeats, outcome.count(), List.of());
            return outcome;
        }
        List<RowKey> old = oldKeys(params);
        ResultSet rows = statement.capture(
                unit, dml.capture().sql(execution.sql(), execution.wish().list()));
        boolean noted = false;
        try {
            List<List<@Nullable String>> captured = captured(rows);
            note(old, params, false, old.size(), List.of());
            note(keys(captured), params, repeats, captured.size(), captured);
            noted = true;
            return outcome(execution, rows, captured.size());
        } finally {
            if (!noted) {
                unit.doom();
            }
        }
    }

    private Outcome outcome(StatementBehaviour.Execution execution, ResultSet rows, int count) throws SQLException {
        int hidden = dml.capture().columns().size();
        rows.beforeFirst();
        if (dml.capture().returning()) {
            return new Outcome(rows, -1, null, hidden, false);
        }
        if (execution.wish().wanted()) {
            return new Outcome(null, count, rows, hidden, false);
        }
        rows.close();
        return Outcome.ofCount(count);
    }

    /** Returns whether the statement may be repeated on the secondary with these values. */
    boolean repeats(Params params) {
        Replay replay = dml.replay();
        boolean proven = dml.verb() == Verb.INSERT
                || unit.assignment().proven().contains(dml.table().name());
        if (replay == null || !proven || !statement.session().mayReplay()) {
            return false;
        }
        for (Map.Entry<Integer, Column> use : replay.uses().entrySet()) {
            Param param = params.get(use.getKey());
            if (param == null || !param.portable() || param.interpreted(use.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the keys of the rows that the statement addresses, if they can be told from its values. */
    Optional<List<RowKey>> knownKeys(Params params) {
        Replay replay = dml.replay();
        if (replay == null || !replay.generated().isEmpty()) {
            return Optional.empty();
        }
        List<RowKey> keys = new ArrayList<>();
        for (List<KeyPart> parts : replay.keys()) {
            Optional<RowKey> known = knownKey(parts, params);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            keys.add(known.get());
        }
        return Optional.of(keys);
    }

    private Optional<RowKey> knownKey(List<KeyPart> parts, Params params) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Optional<String> text = part(parts.get(i), key.get(i), params);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(new RowKey(texts));
    }

    private static Optional<String> part(KeyPart part, Column column, Params params) {
        if (part instanceof OfText text) {
            return Optional.of(text.value());
        }
        Param param = part instanceof OfParameter of ? params.get(of.number()) : null;
        return param == null ? Optional.empty() : CanonicalText.of(column, param.value());
    }

    /** Locks the rows whose keys are about to change, and returns these keys. */
    List<RowKey> oldKeys(Params params) throws SQLException {
        OldKeys query = dml.oldKeys();
        if (query == null) {
            return List.of();
        }
        try (PreparedStatement select = unit.physical().prepareStatement(query.sql())) {
            params.bind(select, query.parameters());
            try (ResultSet rows = select.executeQuery()) {
                return keys(texts(rows, 1, key.size()));
            }
        }
    }

    /** Returns the captured columns of each row. */
    List<List<@Nullable String>> captured(ResultSet rows) throws SQLException {
        int count = dml.capture().columns().size();
        return texts(rows, rows.getMetaData().getColumnCount() - count + 1, count);
    }

    private static List<List<@Nullable String>> texts(ResultSet rows, int from, int count) throws SQLException {
        List<List<@Nullable String>> all = new ArrayList<>();
        while (rows.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = from; i < from + count; i++) {
                row.add(rows.getString(i));
            }
            all.add(row);
        }
        return all;
    }

    // parts of a key are never NULL
    @SuppressWarnings("NullAway")
    List<RowKey> keys(List<List<@Nullable String>> captured) {
        return captured.stream()
                .map(row -> new RowKey(row.subList(0, key.size())))
                .toList();
    }

    /** Notes what the statement did, if it did anything. */
    void note(List<RowKey> keys, Params params, boolean repeats, long count, List<List<@Nullable String>> captured) {
        if (count <= 0 || keys.isEmpty()) {
            return;
        }
        SecondaryWrite.Repeated replay = repeats ? repeated(params, count, captured) : null;
        unit.writes().add(new PendingWrite(dml.table(), keys, dml.adds(), replay));
    }

    private SecondaryWrite.@Nullable Repeated repeated(
            Params params, long count, List<List<@Nullable String>> captured) {
        Replay replay = dml.replay();
        if (replay == null) {
            return null;
        }
        List<Param> values = new ArrayList<>();
        for (int number : replay.parameters()) {
            Param param = params.get(number);
            if (param == null) {
                return null;
            }
            values.add(param);
        }
        List<@Nullable String> generated = new ArrayList<>();
        for (Column column : replay.generated()) {
            generated.add(captured.get(0).get(dml.capture().columns().indexOf(column)));
        }
        return new SecondaryWrite.Repeated(replay.sql(), values, generated, count);
    }
}
