package dev.movex.doublewrite.sql;

import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classes PostgreSQL's statements by their first words. */
final class PostgresStatements {
    private static final Set<String> READS =
            Set.of("show", "values", "table", "fetch", "move", "close", "declare", "analyze", "checkpoint");
    private static final Set<String> PINNING = Set.of("listen", "unlisten", "notify", "deallocate", "load");
    private static final Set<String> DDL = Set.of(
            "create",
            "alter",
            "drop",
            "comment",
            "grant",
            "revoke",
            "reindex",
            "cluster",
            "refresh",
            "import",
            "security",
            "reassign",
            "vacuum");

    private PostgresStatements() {}

    static Classified classify(String sql, List<Token> tokens, Names names, PostgresSyntax syntax) {
        TokenReader reader = new TokenReader(sql, tokens);
        while (reader.acceptSymbol("(")) {
            // a query may stand in parentheses
        }
        Token first = reader.peek();
        if (first.symbol("{")) {
            return Classified.denied("a call of a procedure or function, whose writes can't be seen");
        }
        if (first.kind() != Kind.WORD) {
            return Classified.denied("the statement is not recognised");
        }
        return switch (first.text()) {
            case "select" -> PostgresTraces.in(reader, Selects.classify(reader));
            case "insert", "update", "delete", "merge" -> new PostgresDml(sql, names, syntax).classify(reader, false);
            case "with" -> PostgresTraces.in(reader, new PostgresWith(sql, names, syntax).classify(reader));
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "prepare" ->
                ControlParser.classify(reader);
            case "set", "reset", "discard" -> SessionParser.classify(reader);
            case "explain" -> explain(reader);
            case "copy" -> copy(reader, names);
            case "truncate" -> truncate(reader, names);
            case "lock" -> Classified.denied("LOCK TABLE locks one of two databases");
            case "call", "do" -> Classified.denied("a procedure or a block, whose writes can't be seen");
            case "execute" -> Classified.denied("a statement behind a name, which can't be seen");
            default -> byFirstWord(first.text(), reader, names);
        };
    }

    private static Classified byFirstWord(String word, TokenReader reader, Names names) {
        if (READS.contains(word)) {
            Classified reads = Classified.primaryOnly("reads");
            boolean outlives = word.equals("declare") && reader.find(0, "hold") >= 0;
            return PostgresTraces.in(reader, outlives ? reads.with(SessionEffect.PINS) : reads);
        }
        if (PINNING.contains(word)) {
            return Classified.primaryOnly("session").with(SessionEffect.PINS);
        }
        if (word.equals("create") && temporary(reader)) {
            return created(reader, names);
        }
        if (word.equals("drop")
                && names.hidden().contains(reader.token(reader.size() - 1).text())) {
            return Classified.temporaryGone(reader.token(reader.size() - 1).name());
        }
        if (DDL.contains(word)) {
            return Classified.denied("DDL and maintenance would change one of two databases");
        }
        return Classified.denied("the statement is not recognised");
    }

    private static boolean temporary(TokenReader reader) {
        int at = reader.at() + 1;
        at += reader.token(at).is("local") || reader.token(at).is("global") ? 1 : 0;
        return reader.token(at).is("temp") || reader.token(at).is("temporary");
    }

    private static Classified created(TokenReader reader, Names names) {
        String name = createdName(reader);
        boolean vanishes = reader.find(0, "commit") >= 0 && reader.find(0, "drop") >= 0;
        return vanishes && name != null && names.find(null, name).isPresent()
                ? Classified.denied("a temporary table that hides a planned one and vanishes with the transaction")
                : Classified.temporary(name);
    }

    private static @Nullable String createdName(TokenReader reader) {
        int at = reader.find(0, t -> t.is("table") || t.is("view") || t.is("sequence")) + 1;
        at += reader.token(at).is("if") ? 3 : 0;
        Token name = reader.token(at);
        return at > 0 && name.isName() ? name.text() : null;
    }

    private static Classified explain(TokenReader reader) {
        boolean analyze = reader.find(0, "analyze") >= 0
                || reader.find(0, "analyse") >= 0
                || (reader.token(1).symbol("(") && inFirstParentheses(reader));
        return analyze && reader.mayWrite()
                ? Classified.denied("EXPLAIN ANALYZE runs the write that it explains")
                : Classified.primaryOnly("reads");
    }

    private static boolean inFirstParentheses(TokenReader reader) {
        for (int i = 2; i < reader.size() && !reader.token(i).symbol(")"); i++) {
            if (reader.token(i).is("analyze") || reader.token(i).is("analyse")) {
                return true;
            }
        }
        return false;
    }

    private static Classified copy(TokenReader reader, Names names) {
        reader.next();
        if (reader.peek().symbol("(")) {
            return reader.mayWrite()
                    ? Classified.denied("COPY of a write that returns rows goes past the mirror; run the write itself")
                    : Classified.primaryOnly("reads");
        }
        TokenReader.TableRef ref = reader.table();
        if (ref == null || reader.find(reader.at(), "from") < 0) {
            return Classified.primaryOnly("reads");
        }
        return names.find(ref.schema(), ref.name())
                .map(t -> Classified.denied("COPY goes past the mirror", t.name()))
                .orElseGet(() -> Classified.outside(ref));
    }

    private static Classified truncate(TokenReader reader, Names names) {
        reader.next();
        reader.accept("table");
        TokenReader.TableRef last = null;
        do {
            TokenReader.TableRef ref = reader.table();
            last = ref == null ? last : ref;
            Optional<PlannedTable> table = ref == null ? Optional.empty() : names.find(ref.schema(), ref.name());
            if (table.isPresent()) {
                return Classified.denied(
                        "TRUNCATE removes rows whose keys can't be captured",
                        table.get().name());
            }
        } while (reader.acceptSymbol(","));
        return reader.find(0, "cascade") >= 0 || last == null
                ? Classified.denied("TRUNCATE with CASCADE may reach planned tables")
                : Classified.outside(last);
    }
}
