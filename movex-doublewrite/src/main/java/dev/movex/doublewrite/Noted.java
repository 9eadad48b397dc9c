package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.CanonicalText;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.KeySource.Returned;
import dev.movex.doublewrite.sql.PostgresSyntax;
import dev.movex.doublewrite.sql.Replay;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.Replay.OfParameter;
import dev.movex.doublewrite.sql.Replay.OfText;
import dev.movex.doublewrite.sql.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notes what a statement did to a planned table. Used by one thread. */
final class Noted {
    private final Session session;
    private final Unit unit;
    private final Dml dml;
    private final List<Column> key;

    Noted(Session session, Unit unit, Dml dml) {
        this.session = session;
        this.unit = unit;
        this.dml = dml;
        this.key = dml.table().on(unit.lease().side()).keyColumns();
    }

    /** Returns whether the statement may be repeated on the secondary with these values. */
    boolean repeats(Params params) {
        Replay replay = dml.replay();
        boolean proven = dml.verb() == Verb.INSERT
                || unit.assignment().proven().contains(dml.table().name());
        if (replay == null || !proven || !session.mayReplay()) {
            return false;
        }
        for (Map.Entry<Integer, Column> use : replay.uses().entrySet()) {
            Param param = params.get(use.getKey());
            boolean counts = use.getValue().counted() && dml.verb() == Verb.INSERT && param != null && counter(param);
            if (param == null || counts || !param.portable() || interpreted(param, use.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value may mean something else in a session of the secondary. */
    private boolean interpreted(Param param, Column column) {
        // the servers that keep no zone with a value read it in the session's
        boolean zone = column.kind() == ColumnKind.INSTANT
                && param.value() != null
                && !(unit.lease().defaults().syntax() instanceof PostgresSyntax);
        return zone || param.interpreted(column);
    }

    /** Whether a value leaves the choice to the counter. */
    static boolean counter(Param param) {
        Object value = param.value();
        return value == null || value.toString().equals("0");
    }

    /** Returns the keys of the rows that the statement addresses, if they can be told from its values. */
    Optional<List<RowKey>> knownKeys(Params params) {
        if (dml.known().isEmpty()) {
            return Optional.empty();
        }
        List<RowKey> keys = new ArrayList<>();
        for (List<KeyPart> parts : dml.known()) {
            Optional<RowKey> known = knownKey(parts, params);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            keys.add(known.get());
        }
        return Optional.of(keys);
    }

    Optional<RowKey> knownKey(List<KeyPart> parts, Params params) {
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

    Optional<String> knownPart(int index, KeyPart part, Params params) {
        return part(part, key.get(index), params);
    }

    private Optional<String> part(KeyPart part, Column column, Params params) {
        if (part instanceof OfText text) {
            return Optional.of(text.value());
        }
        Param param = part instanceof OfParameter of ? params.get(of.number()) : null;
        return param == null ? Optional.empty() : CanonicalText.of(dml.table(), column, param.value());
    }

    List<RowKey> keys(List<List<@Nullable String>> captured) {
        return KeyQueries.keys(captured, 0, key.size());
    }

    /** Notes what the statement did, if it did anything. */
    void note(List<RowKey> keys, Params params, boolean repeats, long count, List<List<@Nullable String>> captured) {
        if (count <= 0 || keys.isEmpty()) {
            return;
        }
        SecondaryWrite.Repeated replay = repeats ? repeated(params, count, generated(captured)) : null;
        boolean maybeAbsent = dml.adds() || count < keys.size();
        unit.wrote(new PendingWrite(dml.table(), keys, maybeAbsent, replay), updated());
    }

    /** Returns the columns that an update has changed; empty for what adds or removes rows, and for changes of keys. */
    private Set<String> updated() {
        boolean stays =
                dml.verb() == Verb.UPDATE && key.stream().map(Column::name).noneMatch(dml.changed()::contains);
        return stays ? dml.changed() : Set.of();
    }

    /** Notes keys of rows that the statement may have met, and that need not exist. */
    void noteMaybe(Collection<RowKey> keys) {
        unit.wrote(new PendingWrite(dml.table(), List.copyOf(keys), true, null), Set.of());
    }

    /** Notes an insert whose counter gave out a value. */
    void noteCounted(List<RowKey> keys, Params params, boolean repeats, long count, String value) {
        SecondaryWrite.Repeated replay = repeats ? repeated(params, count, List.of(value)) : null;
        unit.wrote(new PendingWrite(dml.table(), keys, dml.adds(), replay), Set.of());
    }

    private List<@Nullable String> generated(List<List<@Nullable String>> captured) {
        List<@Nullable String> generated = new ArrayList<>();
        Replay replay = dml.replay();
        if (replay != null && dml.source() instanceof Returned returned) {
            for (Column column : replay.generated()) {
                generated.add(captured.get(0).get(returned.capture().columns().indexOf(column)));
            }
        }
        return generated;
    }

    private SecondaryWrite.@Nullable Repeated repeated(Params params, long count, List<@Nullable String> generated) {
        Replay replay = dml.replay();
        if (replay == null || generated.size() != replay.generated().size()) {
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
        return new SecondaryWrite.Repeated(replay.sql(), values, generated, count);
    }
}
