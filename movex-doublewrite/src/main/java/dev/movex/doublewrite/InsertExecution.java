package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.KeySource.Inserted;
import dev.movex.doublewrite.sql.OldKeys;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.Replay.OfCounter;
import dev.movex.doublewrite.sql.Replay.OfParameter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs an insert whose keys are said by its values, by a counter, or by the rows that unique keys meet. Used by one
 * thread.
 */
final class InsertExecution {
    private final StatementBehaviour statement;
    private final Unit unit;
    private final Dml dml;
    private final Noted noted;
    private final KeyQueries queries;
    private final int parts;

    InsertExecution(StatementBehaviour statement, Unit unit, Dml dml, Noted noted) {
        this.statement = statement;
        this.unit = unit;
        this.dml = dml;
        this.noted = noted;
        this.queries = new KeyQueries(unit);
        this.parts = dml.table().key().size();
    }

    Outcome run(Inserted source, String sql, Wish wish, Params params) throws SQLException {
        Set<RowKey> before = queries.keys(source.before(), params, parts);
        Statement made = statement.rerun(unit, sql, params);
        boolean done = false;
        try {
            long count = made.getLargeUpdateCount();
            note(
                    source,
                    before,
                    params,
                    count,
                    new Counted(ids(made), dml.known().size()));
            done = true;
            return outcome(made, wish);
        } finally {
            if (!done) {
                unit.doom();
            }
        }
    }

    static Outcome outcome(Statement made, Wish wish) throws SQLException {
        return new Outcome(null, made.getLargeUpdateCount(), wish.wanted() ? made.getGeneratedKeys() : null, 0, false);
    }

    static List<Long> ids(Statement made) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet keys = made.getGeneratedKeys()) {
            while (keys.next()) {
                long id = keys.getLong(1);
                if (id != 0) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    /** Returns how many rows of the text get a key from the counter, with these values. */
    int counted(Params params) {
        return (int) dml.known().stream().filter(k -> isCounted(k, params)).count();
    }

    private boolean isCounted(List<KeyPart> key, Params params) {
        for (int i = 0; i < key.size(); i++) {
            KeyPart part = key.get(i);
            Param param = part instanceof OfParameter of ? params.get(of.number()) : null;
            boolean countedColumn = keyColumns().get(i).counted();
            if (part instanceof OfCounter || (countedColumn && param != null && Noted.counter(param))) {
                return true;
            }
        }
        return false;
    }

    private List<Column> keyColumns() {
        return dml.table().on(unit.lease().side()).keyColumns();
    }

    /**
     * Notes what an insert did.
     *
     * @param before the keys of rows that it may have removed or moved
     * @param counted the values that the counter has given out
     */
    void note(Inserted source, Set<RowKey> before, Params params, long count, Counted counted) throws SQLException {
        if (count == 0) {
            return;
        }
        List<Long> ids = counted.ids();
        if (source.simple() && ids.size() == 1 && dml.known().size() == 1) {
            RowKey key = withCounter(dml.known().get(0), params, ids.get(0));
            if (key != null) {
                noted.noteCounted(List.of(key), params, noted.repeats(params), 1, Long.toString(ids.get(0)));
                return;
            }
        }
        Optional<List<RowKey>> known = source.exact() && !folded(source) ? noted.knownKeys(params) : Optional.empty();
        boolean plain = known.isPresent() && counted(params) == 0;
        if (plain && source.after().isEmpty() && before.isEmpty()) {
            noted.note(known.get(), params, noted.repeats(params), count, List.of());
            return;
        }
        Set<RowKey> keys = new LinkedHashSet<>(queries.keys(source.after(), params, parts));
        known.ifPresent(keys::addAll);
        Set<RowKey> inserted = found(source, params, counted, plain);
        keys.addAll(inserted);
        check(source, keys, inserted, plain, count);
        if (dml.replay() != null) {
            noted.note(List.copyOf(keys), params, noted.repeats(params), count, List.of());
            return;
        }
        noted.note(List.copyOf(before), params, false, before.size(), List.of());
        noted.noteMaybe(keys);
    }

    /** Whether an upsert may have met a row whose key is written another way. */
    private boolean folded(Inserted source) {
        return source.upsert()
                && keyColumns().stream().anyMatch(unit.lease().defaults().syntax()::folds);
    }

    /** Returns whether values alone say the keys, and nothing else can be met. */
    Optional<List<RowKey>> plainKeys(Inserted source, Params params) {
        boolean alone = source.exact()
                && source.before().isEmpty()
                && source.after().isEmpty()
                && !folded(source)
                && counted(params) == 0;
        return alone ? noted.knownKeys(params) : Optional.empty();
    }

    /**
     * What a counter has given out.
     *
     * @param ids its values as the driver tells them, which may be the first alone
     * @param rows how many rows can have been given one; 0 if that is not known
     */
    record Counted(List<Long> ids, long rows) {}

    private Set<RowKey> found(Inserted source, Params params, Counted counted, boolean plain) throws SQLException {
        Set<RowKey> found = new LinkedHashSet<>();
        OldKeys byKey = source.byKey();
        if (!plain && byKey != null) {
            found.addAll(queries.keys(List.of(byKey), params, parts));
        }
        Optional<Column> counter = keyColumns().stream().filter(Column::counted).findFirst();
        if (counter.isPresent() && !counted.ids().isEmpty()) {
            long first = counted.ids().stream().mapToLong(Long::longValue).min().orElseThrow();
            found.addAll(queries.countedFrom(dml.table(), counter.get(), first, counted.rows()));
        }
        return found;
    }

    /** What was inserted must have been found. */
    private void check(Inserted source, Set<RowKey> keys, Set<RowKey> inserted, boolean plain, long count)
            throws SQLException {
        boolean all = plain || (source.upsert() ? !keys.isEmpty() : inserted.size() >= count);
        if (!all) {
            throw new SQLException(
                    "Movex: the rows that were inserted into " + dml.table().name()
                            + " were not found by their keys, which the database has changed; insert keys that fit.",
                    "0A000");
        }
    }

    private @Nullable RowKey withCounter(List<KeyPart> key, Params params, long id) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            boolean counted = keyColumns().get(i).counted();
            Optional<String> part = counted ? Optional.of(Long.toString(id)) : noted.knownPart(i, key.get(i), params);
            if (part.isEmpty()) {
                return null;
            }
            texts.add(part.get());
        }
        return new RowKey(texts);
    }
}
