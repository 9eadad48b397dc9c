package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.KeySource.Written;
import dev.movex.doublewrite.sql.MysqlValues.Range;
import dev.movex.doublewrite.sql.PlannedTables.Cascade;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** UPDATE and DELETE of MySQL and MariaDB, of one table or of several. */
final class MysqlRows {
    private static final Set<String> EFFECTS =
            Set.of("get_lock", "release_lock", "release_all_locks", "sleep", "nextval", "setval", "benchmark");
    private static final Set<String> SURE = Set.of(
            "abs",
            "floor",
            "ceil",
            "ceiling",
            "round",
            "mod",
            "lower",
            "upper",
            "concat",
            "replace",
            "trim",
            "left",
            "right",
            "substring",
            "substr",
            "coalesce",
            "ifnull",
            "if",
            "least",
            "greatest",
            "in",
            "and",
            "or");

    private final String sql;
    private final Names names;
    private final MysqlSyntax syntax;

    MysqlRows(String sql, Names names, MysqlSyntax syntax) {
        this.sql = sql;
        this.names = names;
        this.syntax = syntax;
    }

    /**
     * Classes the statement that begins here.
     *
     * @param with how many tokens before it belong to its WITH
     */
    Classified classify(TokenReader reader, int with) {
        int start = reader.at();
        boolean update = reader.next().is("update");
        boolean plain = with == 0;
        while (reader.peek().is("low_priority")
                || reader.peek().is("quick")
                || reader.peek().is("ignore")) {
            plain &= !reader.next().is("ignore");
        }
        Refs refs = update ? Refs.ofUpdate(reader, names) : Refs.ofDelete(reader, names);
        if (refs == null) {
            return Classified.denied("the tables that are written are not recognised");
        }
        Clauses clauses = new Clauses(reader, start, update, refs);
        Set<String> changed = new HashSet<>();
        List<Ref> written = update ? assignedTo(reader, clauses, refs, changed) : refs.targets();
        if (written == null) {
            return Classified.denied("the columns that are written are not recognised");
        }
        List<Ref> planned = written.stream().filter(r -> r.planned() != null).toList();
        if (planned.isEmpty()) {
            return written.isEmpty()
                    ? Classified.denied("the tables that are written are not recognised")
                    : written.stream()
                            .map(r -> names.outside(r.ref()))
                            .filter(c -> c.kind() == StatementClass.DENIED)
                            .findFirst()
                            .orElseGet(() -> Classified.outside(written.get(0).ref()));
        }
        if (clauses.hasEffects()) {
            return Classified.denied("a statement whose condition does something", table(planned));
        }
        if (!refs.several()) {
            return one(reader, clauses, planned.get(0), changed, plain);
        }
        List<Ref> others = written.stream().filter(r -> r.planned() == null).toList();
        if (others.size() > 1) {
            return Classified.denied(
                    "several tables outside the plan may be written too; name the table of each column",
                    table(planned));
        }
        Classified found = several(reader, clauses, planned, changed);
        return others.isEmpty() ? found : alsoOutside(found, others.get(0));
    }

    /** What else is written may be another name of planned rows. */
    private Classified alsoOutside(Classified found, Ref other) {
        Classified outside = names.outside(other.ref());
        return outside.kind() == StatementClass.DENIED ? outside : found.with(outside.relations());
    }

    private static String table(List<Ref> planned) {
        return planned.get(0).table().name();
    }

    /** Finds the tables whose columns the SET list writes; null if it is not understood. */
    private @Nullable List<Ref> assignedTo(TokenReader reader, Clauses clauses, Refs refs, Set<String> changed) {
        Set<Ref> written = new HashSet<>();
        for (Range each : new MysqlValues(reader, syntax).split(clauses.sets())) {
            int at = each.from();
            while (reader.token(at + 1).symbol(".")) {
                at += 2;
            }
            Token name = reader.token(at);
            if (!name.isName()
                    || !(reader.token(at + 1).symbol("=")
                            || reader.token(at + 1).symbol(":="))) {
                return null;
            }
            Token qualifier = at > each.from() ? reader.token(at - 2) : null;
            for (Ref ref : refs.all()) {
                boolean means =
                        qualifier == null ? ref.mayHave(syntax, names, name.name()) : ref.named(qualifier.name());
                if (means) {
                    written.add(ref);
                }
            }
            changed.add(name.name());
        }
        return refs.all().stream().filter(written::contains).toList();
    }

    /** Returns the columns that change by the names that the table stores. */
    private Set<String> stored(Table table, Set<String> changed) {
        return changed.stream()
                .flatMap(n -> syntax.column(table, n).stream())
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    private Classified one(TokenReader reader, Clauses clauses, Ref ref, Set<String> changed, boolean plain) {
        PlannedTable planned = ref.table();
        Table table = planned.on(names.side());
        Target target = new Target(planned, ref.ref(), ref.alias(), clauses.start(), !plain);
        Set<String> columns = clauses.update()
                ? stored(table, changed)
                : table.columns().stream().map(Column::name).collect(Collectors.toSet());
        boolean moves = clauses.update() && table.key().stream().anyMatch(columns::contains);
        List<String> newKeys = moves ? newKeys(reader, clauses, table, ref) : List.of();
        if (newKeys == null || (moves && !plain)) {
            return Classified.denied("a change of keys whose new keys can't be told beforehand", planned.name());
        }
        List<Cascade> cascades = names.tables().cascades(planned, columns);
        KeySource source = clauses.returning() >= 0 || (syntax.mariadb() && !clauses.update() && cascades.isEmpty())
                ? returned(reader, clauses, ref, cascades)
                : new KeySource.Locked(locked(reader, clauses, List.of(ref), newKeys));
        ReplayParser parser = new ReplayParser(sql, names, target, clauses.returning());
        reader.at(clauses.update() ? clauses.setAt() : clauses.afterRefs());
        java.util.Optional<Replay> replay = !plain || moves
                ? java.util.Optional.empty()
                : clauses.update() ? parser.update(reader) : parser.delete(reader);
        String reason = !plain ? "IGNORE or WITH" : moves ? "the statement changes keys" : parser.reason();
        List<List<KeyPart>> known =
                moves ? List.of() : new KeyConditions(reader, syntax, ref, table).keys(clauses.condition());
        Dml dml = new Dml(
                clauses.update() ? Verb.UPDATE : Verb.DELETE,
                planned,
                source,
                clauses.returning() >= 0,
                false,
                known,
                columns,
                cascades,
                replay.orElse(null));
        return Classified.of(dml, reason, names.tables());
    }

    private KeySource returned(TokenReader reader, Clauses clauses, Ref ref, List<Cascade> cascades) {
        Table table = ref.table().on(names.side());
        Target target = new Target(ref.table(), ref.ref(), ref.alias(), clauses.start(), false);
        Capture capture = Capture.of(reader, clauses.returning() >= 0, target, table.keyColumns(), names);
        List<OldKeys> before = cascades.isEmpty()
                ? List.of()
                : List.of(locked(reader, clauses, List.of(ref), List.of()).query());
        return new KeySource.Returned(capture, before);
    }

    private Classified several(TokenReader reader, Clauses clauses, List<Ref> planned, Set<String> changed) {
        Set<String> columns = new HashSet<>();
        List<Cascade> cascades = new ArrayList<>();
        for (Ref ref : planned) {
            Table table = ref.table().on(names.side());
            Set<String> own = clauses.update()
                    ? stored(table, changed)
                    : table.columns().stream().map(Column::name).collect(Collectors.toSet());
            if (clauses.update() && table.key().stream().anyMatch(own::contains)) {
                return Classified.denied(
                        "a change of keys in several tables", ref.table().name());
            }
            columns.addAll(own);
            cascades.addAll(names.tables().cascades(ref.table(), own));
        }
        Dml dml = new Dml(
                clauses.update() ? Verb.UPDATE : Verb.DELETE,
                planned.get(0).table(),
                new KeySource.Locked(locked(reader, clauses, planned, List.of())),
                false,
                false,
                List.of(),
                columns,
                cascades,
                null);
        return Classified.of(dml, "several tables", names.tables());
    }

    private Narrowing locked(TokenReader reader, Clauses clauses, List<Ref> planned, List<String> newKeys) {
        List<String> columns = new ArrayList<>();
        for (Ref ref : planned) {
            columns.add(names.keyTexts(ref.table(), ref.qualifier()));
        }
        columns.addAll(newKeys);
        Range refs = clauses.refs();
        int restFrom = clauses.rest();
        int restTo = clauses.end();
        String query = reader.text(0, clauses.start()) + " SELECT " + String.join(", ", columns) + " FROM "
                + reader.text(refs.from(), refs.to()) + " " + reader.text(restFrom, restTo) + " FOR UPDATE";
        List<Integer> parameters = new ArrayList<>(reader.parameters(0, clauses.start()));
        if (!newKeys.isEmpty()) {
            parameters.addAll(
                    reader.parameters(clauses.sets().from(), clauses.sets().to()).stream()
                            .filter(clauses.ofNewKeys()::contains)
                            .toList());
        }
        parameters.addAll(reader.parameters(refs.from(), refs.to()));
        parameters.addAll(reader.parameters(restFrom, restTo));
        Range condition = clauses.condition();
        int from = condition.size() > 0
                ? reader.token(condition.from()).start()
                : reader.token(clauses.rest() - 1).end();
        int to = condition.size() > 0 ? reader.token(condition.to() - 1).end() : from;
        List<Written> written = planned.stream()
                .map(r -> new Written(r.table(), r.qualifier(), names.tables().sql(r.table())))
                .toList();
        return new Narrowing(new OldKeys(query.strip(), parameters), written, !newKeys.isEmpty(), from, to);
    }

    /** Returns expressions for the parts of the new key; null if they can't be told before the statement runs. */
    private @Nullable List<String> newKeys(TokenReader reader, Clauses clauses, Table table, Ref ref) {
        Map<String, Range> values = new HashMap<>();
        Set<String> before = new HashSet<>();
        for (Range each : new MysqlValues(reader, syntax).split(clauses.sets())) {
            int at = each.from();
            while (reader.token(at + 1).symbol(".")) {
                at += 2;
            }
            String name = syntax.column(table, reader.token(at).name())
                    .map(Column::name)
                    .orElse("");
            Range value = new Range(at + 2, each.to());
            if (table.key().contains(name)) {
                if (!sure(reader, value, before)) {
                    return null;
                }
                values.put(name, value);
                clauses.ofNewKeys().addAll(reader.parameters(value.from(), value.to()));
            }
            before.add(name.toLowerCase(java.util.Locale.ROOT));
        }
        // the parameters of the query stand in the order of the key's columns
        List<String> inOrder = values.entrySet().stream()
                .sorted(java.util.Comparator.comparingInt(e -> e.getValue().from()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> keyOrder = table.key().stream().filter(values::containsKey).toList();
        if (!inOrder.equals(keyOrder)) {
            return null;
        }
        return table.keyColumns().stream()
                .map(c -> {
                    Range value = values.get(c.name());
                    return value == null
                            ? names.tables().sql(ref.table()).text(ref.qualifier(), c)
                            : "(" + reader.text(value.from(), value.to()) + ")";
                })
                .toList();
    }

    /** Whether an expression yields the same before the statement runs as in it. */
    private static boolean sure(TokenReader reader, Range value, Set<String> assignedBefore) {
        for (int i = value.from(); i < value.to(); i++) {
            Token token = reader.token(i);
            boolean calls = token.isName() && reader.token(i + 1).symbol("(") && !SURE.contains(token.text());
            boolean changed =
                    token.isName() && assignedBefore.contains(token.name().toLowerCase(java.util.Locale.ROOT));
            if (calls
                    || changed
                    || token.symbol("@")
                    || token.symbol("@@")
                    || token.is("select")
                    || token.is("default")
                    || token.text().startsWith("current_")) {
                return false;
            }
        }
        return true;
    }

    static boolean hasEffects(TokenReader reader, int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = reader.token(i);
            boolean calls = token.isName() && reader.token(i + 1).symbol("(") && EFFECTS.contains(token.text());
            boolean sequence = token.is("next") && reader.token(i + 1).is("value");
            if (token.symbol(":=") || calls || sequence) {
                return true;
            }
        }
        return false;
    }
}
