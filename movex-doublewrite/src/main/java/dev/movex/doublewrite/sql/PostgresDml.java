package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.PlannedTables.Cascade;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements of PostgreSQL that write rows: which table, which keys, and whether they can be replayed. */
final class PostgresDml {
    private static final Set<String> AFTER_TARGET =
            Set.of("set", "from", "using", "where", "returning", "values", "select", "default", "overriding", "with");

    private final String sql;
    private final Names names;
    private final PostgresSyntax syntax;
    private @Nullable Target found;

    PostgresDml(String sql, Names names, PostgresSyntax syntax) {
        this.sql = sql;
        this.names = names;
        this.syntax = syntax;
    }

    /** Returns what the statement writes that was classed last, which is a planned table. */
    Target target() {
        return Objects.requireNonNull(found);
    }

    Classified classify(TokenReader reader, boolean with) {
        int start = reader.at();
        String verb = reader.next().text();
        reader.acceptAny("into", "from");
        TableRef ref = reader.table();
        if (ref == null) {
            return Classified.denied("the table that is written is not recognised");
        }
        Optional<PlannedTable> table = names.find(ref.schema(), ref.name());
        if (table.isEmpty()) {
            return verb.equals("insert") ? Classified.outside(ref).with(SessionEffect.PINS) : names.outside(ref);
        }
        String alias = alias(reader);
        Target target = new Target(table.get(), ref, alias, start, with);
        found = target;
        return switch (verb) {
            case "insert" -> counting(target, insert(reader, target));
            case "update" -> update(reader, target);
            case "delete" -> delete(reader, target);
            default -> merge(reader, target);
        };
    }

    /** {@code lastval()} and {@code currval()} live in the session. */
    private Classified counting(Target target, Classified insert) {
        boolean counts = target.table().on(names.side()).columns().stream().anyMatch(Column::counted);
        return counts ? insert.with(SessionEffect.PINS) : insert;
    }

    private @Nullable String alias(TokenReader reader) {
        boolean as = reader.accept("as");
        Token token = reader.peek();
        if (token.isName() && (as || token.kind() == Token.Kind.QUOTED || !AFTER_TARGET.contains(token.text()))) {
            reader.next();
            return reader.text(reader.at() - 1, reader.at());
        }
        return null;
    }

    private Classified insert(TokenReader reader, Target target) {
        int conflict = reader.find(reader.at(), "conflict");
        int set = conflict < 0 ? -1 : reader.find(conflict, "set");
        if (set >= 0) {
            Set<String> assigned = assigned(reader, set + 1);
            if (assigned == null) {
                return Classified.denied(
                        "the columns that are written are not recognised",
                        target.table().name());
            }
            boolean moves = touches(assigned, target.table().key());
            if (moves && keepsKey(reader, conflict, set, target)) {
                assigned.removeAll(target.table().key());
            } else if (moves) {
                return Classified.denied(
                        "an upsert that changes the key, whose old keys can't be captured",
                        target.table().name());
            }
            if (!names.tables().cascades(target.table(), assigned).isEmpty()) {
                return Classified.denied(
                        "an upsert that changes what planned tables refer to",
                        target.table().name());
            }
        }
        ReplayParser parser = new ReplayParser(sql, names, target, returning(reader));
        Optional<Replay> replay = target.with() ? Optional.empty() : parser.insert(reader);
        return dml(Verb.INSERT, reader, target, Change.NONE, replay.orElse(null), parser.reason());
    }

    /** {@code ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key} gives the row the key that it has. */
    private boolean keepsKey(TokenReader reader, int conflict, int set, Target target) {
        List<String> key = target.table().on(names.side()).key();
        Set<String> met = new HashSet<>();
        for (int i = conflict + 2; reader.token(i).isName(); i += 2) {
            met.add(reader.token(i).name());
            if (!reader.token(i + 1).symbol(",")) {
                break;
            }
        }
        if (!reader.token(conflict + 1).symbol("(") || !met.equals(Set.copyOf(key))) {
            return false;
        }
        for (int i = set + 1; i < reader.size(); i++) {
            boolean assigns = reader.token(i).symbol("=")
                    && key.contains(reader.token(i - 1).name());
            boolean excluded = reader.token(i + 1).is("excluded")
                    && reader.token(i + 3).name().equals(reader.token(i - 1).name());
            boolean ends = i + 4 >= reader.size()
                    || reader.token(i + 4).symbol(",")
                    || reader.token(i + 4).is("where")
                    || reader.token(i + 4).is("returning");
            boolean tuple = reader.token(i).symbol("(")
                    && (i == set + 1 || reader.token(i - 1).symbol(","));
            if (tuple || (assigns && !(excluded && ends))) {
                return false;
            }
        }
        return true;
    }

    private Classified merge(TokenReader reader, Target target) {
        String table = target.table().name();
        if (!syntax.mergeReturns()) {
            return Classified.denied(
                    "the keys that MERGE touches can't be captured before PostgreSQL 17; write"
                            + " INSERT … ON CONFLICT instead",
                    table);
        }
        Set<String> all = all(target);
        if (!names.tables().cascades(target.table(), all).isEmpty()) {
            return Classified.denied("MERGE on a table whose changes cascade to planned tables", table);
        }
        for (int i = reader.at(); i < reader.size(); i++) {
            Set<String> assigned =
                    reader.token(i).is("update") && reader.token(i + 1).is("set") ? assigned(reader, i + 2) : Set.of();
            if (assigned == null || touches(assigned, target.table().key())) {
                return Classified.denied("a MERGE that changes keys, whose old keys can't be captured", table);
            }
        }
        return dml(Verb.UPDATE, reader, target, Change.NONE, null, "MERGE");
    }

    private Set<String> all(Target target) {
        return target.table().on(names.side()).columns().stream()
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    private Classified delete(TokenReader reader, Target target) {
        Optional<Classified> denied = current(reader, target);
        if (denied.isPresent()) {
            return denied.get();
        }
        ReplayParser parser = new ReplayParser(sql, names, target, returning(reader));
        Optional<Replay> replay = target.with() ? Optional.empty() : parser.delete(reader);
        Set<String> all = all(target);
        List<Cascade> cascades = names.tables().cascades(target.table(), all);
        Change change = new Change(all, cascades, cascades.isEmpty() ? null : lock(reader, target, "using"));
        return dml(Verb.DELETE, reader, target, change, replay.orElse(null), parser.reason());
    }

    private Classified update(TokenReader reader, Target target) {
        int set = reader.find(reader.at(), "set");
        Set<String> assigned = set < 0 ? null : assigned(reader, set + 1);
        if (assigned == null) {
            return Classified.denied(
                    "the columns that are written are not recognised",
                    target.table().name());
        }
        Optional<Classified> denied = current(reader, target);
        if (denied.isPresent()) {
            return denied.get();
        }
        List<Cascade> cascades = names.tables().cascades(target.table(), assigned);
        boolean keys = touches(assigned, target.table().key());
        OldKeys lock = keys || !cascades.isEmpty() ? lock(reader, target, "from") : null;
        Change change = new Change(assigned, cascades, lock);
        if (keys) {
            return dml(Verb.UPDATE, reader, target, change, null, "the statement changes keys");
        }
        ReplayParser parser = new ReplayParser(sql, names, target, returning(reader));
        Optional<Replay> replay = target.with() ? Optional.empty() : parser.update(reader);
        return dml(Verb.UPDATE, reader, target, change, replay.orElse(null), parser.reason());
    }

    /** Returns the query that locks the rows of the target and reads their keys. */
    private OldKeys lock(TokenReader reader, Target target, String joins) {
        int end = returning(reader) < 0 ? reader.size() : returning(reader);
        int from = reader.find(reader.at(), joins);
        while (from > 0 && reader.token(from - 1).is("distinct")) {
            from = reader.find(from + 1, joins);
        }
        int where = reader.find(reader.at(), "where");
        int rest = from >= 0 ? from + 1 : where >= 0 ? where : end;
        String others = from >= 0 ? ", " + reader.text(rest, end) : " " + reader.text(rest, end);
        String alias = target.alias() == null ? "" : " AS " + target.alias();
        String keys = names.keyTexts(target.table(), target.qualifier());
        String with = target.with() ? reader.text(0, target.start()) + " " : "";
        String query = with + "SELECT " + keys + " FROM "
                + sql.substring(target.ref().start(), target.ref().end()) + alias + others + " FOR UPDATE OF "
                + target.qualifier();
        List<Integer> parameters = new ArrayList<>(reader.parameters(0, target.start()));
        parameters.addAll(reader.parameters(rest, end));
        return new OldKeys(query, parameters);
    }

    private Classified dml(
            Verb verb, TokenReader reader, Target target, Change change, @Nullable Replay replay, String reason) {
        List<Column> columns = new ArrayList<>(target.table().on(names.side()).keyColumns());
        if (replay != null) {
            replay.generated().stream().filter(c -> !columns.contains(c)).forEach(columns::add);
        }
        boolean returning = returning(reader) >= 0;
        Capture capture = Capture.of(reader, returning, target, columns, names);
        boolean adds = verb == Verb.INSERT && addsOnly(reader);
        List<List<KeyPart>> known = replay == null || !replay.generated().isEmpty() ? List.of() : replay.keys();
        List<OldKeys> before = change.lock() == null ? List.of() : List.of(change.lock());
        return Classified.of(
                new Dml(
                        verb,
                        target.table(),
                        new KeySource.Returned(capture, before),
                        returning,
                        adds,
                        known,
                        change.columns(),
                        change.cascades(),
                        replay),
                reason,
                names.tables());
    }

    /** Whether an insert returns new rows alone: one that does nothing about a conflict returns no row for it. */
    private static boolean addsOnly(TokenReader reader) {
        int conflict = reader.find(reader.at(), "conflict");
        int does = conflict < 0 ? -1 : reader.find(conflict, "do");
        return conflict < 0 || reader.token(does + 1).is("nothing");
    }

    /**
     * What a statement changes.
     *
     * @param columns the columns
     * @param cascades the foreign keys through which other rows change by themselves
     * @param lock the query that locks the rows first; null if it need not
     */
    private record Change(
            Set<String> columns,
            List<Cascade> cascades,
            @Nullable OldKeys lock) {
        static final Change NONE = new Change(Set.of(), List.of(), null);
    }

    private static int returning(TokenReader reader) {
        return reader.find(reader.at(), "returning");
    }

    private static Optional<Classified> current(TokenReader reader, Target target) {
        int where = reader.find(reader.at(), "where");
        return where >= 0
                        && reader.token(where + 1).is("current")
                        && reader.token(where + 2).is("of")
                ? Optional.of(Classified.denied(
                        "a write through a cursor", target.table().name()))
                : Optional.empty();
    }

    private static boolean touches(Set<String> assigned, List<String> key) {
        return key.stream().anyMatch(assigned::contains);
    }

    /** Reads the names of the columns that a SET list writes; null if it is not understood. */
    private static @Nullable Set<String> assigned(TokenReader reader, int index) {
        int from = reader.at();
        reader.at(index);
        Set<String> columns = new HashSet<>();
        boolean understood = assignments(reader, columns);
        reader.at(from);
        return understood ? columns : null;
    }

    private static boolean assignments(TokenReader reader, Set<String> columns) {
        while (true) {
            if (reader.acceptSymbol("(")) {
                do {
                    columns.add(reader.next().text());
                } while (reader.acceptSymbol(","));
                if (!reader.acceptSymbol(")")) {
                    return false;
                }
            } else if (reader.peek().isName()) {
                columns.add(reader.next().text());
            } else {
                return false;
            }
            int next =
                    reader.find(reader.at(), t -> t.symbol(",") || t.is("where") || t.is("from") || t.is("returning"));
            if (next < 0 || !reader.token(next).symbol(",")) {
                return true;
            }
            reader.at(next + 1);
        }
    }
}
