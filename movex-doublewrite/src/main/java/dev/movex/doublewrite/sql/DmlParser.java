package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements that write rows: which table, which keys, and whether they can be replayed. */
final class DmlParser {
    private static final Set<String> AFTER_TARGET =
            Set.of("set", "from", "using", "where", "returning", "values", "select", "default", "overriding", "with");

    private final String sql;
    private final Names names;

    DmlParser(String sql, Names names) {
        this.sql = sql;
        this.names = names;
    }

    /** Finds a planned table that is written by a statement in parentheses. */
    static Optional<PlannedTable> writtenInParentheses(TokenReader reader, Names names) {
        for (int i = 0; i + 2 < reader.size(); i++) {
            boolean opens = reader.token(i).symbol("(");
            Token verb = reader.token(i + 1);
            if (opens && (verb.is("insert") || verb.is("update") || verb.is("delete") || verb.is("merge"))) {
                Optional<PlannedTable> table = target(reader, i + 2, names);
                if (table.isPresent()) {
                    return table;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<PlannedTable> target(TokenReader reader, int index, Names names) {
        int from = reader.at();
        reader.at(index);
        reader.acceptAny("into", "from");
        TableRef ref = reader.table();
        reader.at(from);
        return ref == null ? Optional.empty() : names.find(ref.schema(), ref.name());
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
            return Classified.outside(ref);
        }
        String alias = alias(reader);
        Target target = new Target(table.get(), ref, alias, start, with);
        return switch (verb) {
            case "insert" -> insert(reader, target);
            case "update" -> update(reader, target);
            case "delete" -> delete(reader, target);
            default ->
                Classified.denied(
                        "the keys that MERGE touches can't be captured",
                        table.get().name());
        };
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
            if (assigned == null || touches(assigned, target.table().key())) {
                return Classified.denied(
                        "an upsert that changes the key, whose old keys can't be captured",
                        target.table().name());
            }
        }
        ReplayParser parser = new ReplayParser(sql, names, target, returning(reader));
        Optional<Replay> replay = target.with() ? Optional.empty() : parser.insert(reader);
        return dml(Verb.INSERT, reader, target, null, replay.orElse(null), parser.reason());
    }

    private Classified delete(TokenReader reader, Target target) {
        Table table = target.table().on(names.side());
        Set<String> all = table.columns().stream().map(Column::name).collect(Collectors.toSet());
        Optional<Classified> denied = cascades(target.table(), all).or(() -> current(reader, target));
        if (denied.isPresent()) {
            return denied.get();
        }
        ReplayParser parser = new ReplayParser(sql, names, target, returning(reader));
        Optional<Replay> replay = target.with() ? Optional.empty() : parser.delete(reader);
        return dml(Verb.DELETE, reader, target, null, replay.orElse(null), parser.reason());
    }

    private Classified update(TokenReader reader, Target target) {
        int set = reader.find(reader.at(), "set");
        Set<String> assigned = set < 0 ? null : assigned(reader, set + 1);
        if (assigned == null) {
            return Classified.denied(
                    "the columns that are written are not recognised",
                    target.table().name());
        }
        Optional<Classified> denied = cascades(target.table(), assigned).or(() -> current(reader, target));
        if (denied.isPresent()) {
            return denied.get();
        }
        if (touches(assigned, target.table().key())) {
            return keyChange(reader, target);
        }
        ReplayParser parser = new ReplayParser(sql, names, target, returning(reader));
        Optional<Replay> replay = target.with() ? Optional.empty() : parser.update(reader);
        return dml(Verb.UPDATE, reader, target, null, replay.orElse(null), parser.reason());
    }

    private Classified keyChange(TokenReader reader, Target target) {
        if (target.with()) {
            return Classified.denied(
                    "a change of keys behind WITH, whose old keys can't be captured",
                    target.table().name());
        }
        int end = returning(reader) < 0 ? reader.size() : returning(reader);
        int from = reader.find(reader.at(), t -> t.is("from"));
        while (from > 0 && reader.token(from - 1).is("distinct")) {
            from = reader.find(from + 1, "from");
        }
        int where = reader.find(reader.at(), "where");
        int rest = from >= 0 ? from + 1 : where >= 0 ? where : end;
        String others = from >= 0 ? ", " + reader.text(rest, end) : " " + reader.text(rest, end);
        String alias = target.alias() == null ? "" : " AS " + target.alias();
        String keys = target.table().on(names.side()).keyColumns().stream()
                .map(c -> Capture.text(target.qualifier(), c))
                .collect(Collectors.joining(", "));
        String query = "SELECT " + keys + " FROM "
                + sql.substring(target.ref().start(), target.ref().end()) + alias + others + " FOR UPDATE OF "
                + target.qualifier();
        OldKeys oldKeys = new OldKeys(query, reader.parameters(rest, end));
        return dml(Verb.UPDATE, reader, target, oldKeys, null, "the statement changes keys");
    }

    private Classified dml(
            Verb verb,
            TokenReader reader,
            Target target,
            @Nullable OldKeys oldKeys,
            @Nullable Replay replay,
            String reason) {
        List<Column> columns = new ArrayList<>(target.table().on(names.side()).keyColumns());
        if (replay != null) {
            replay.generated().stream().filter(c -> !columns.contains(c)).forEach(columns::add);
        }
        Capture capture = new Capture(reader.endOffset(), returning(reader) >= 0, target.qualifier(), columns);
        boolean adds = verb == Verb.INSERT && reader.find(reader.at(), "conflict") < 0;
        return Classified.of(new Dml(verb, target.table(), capture, oldKeys, adds, replay), reason);
    }

    private static int returning(TokenReader reader) {
        return reader.find(reader.at(), "returning");
    }

    private Optional<Classified> cascades(PlannedTable table, Set<String> columns) {
        return names.tables()
                .cascading(table, columns)
                .map(child -> Classified.of(
                        StatementClass.DENIED,
                        "the database would change rows of " + child.name() + " by itself, through a foreign key",
                        Stream.of(table.name(), child.name()).distinct().toList()));
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

    /**
     * What a statement writes.
     *
     * @param table the table
     * @param ref its name in the text
     * @param alias its alias as it stands in the text; null if it has none
     * @param start the index of the verb
     * @param with whether the statement begins with WITH
     */
    record Target(
            PlannedTable table, TableRef ref, @Nullable String alias, int start, boolean with) {

        String qualifier() {
            return alias == null ? ref.text() : alias;
        }
    }
}
