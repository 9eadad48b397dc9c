package dev.movex.doublewrite.sql;

import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.Token.Kind;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Classes MySQL's and MariaDB's statements by their first words. */
final class MysqlStatements {
    private static final Set<String> READS =
            Set.of("show", "values", "table", "describe", "desc", "help", "checksum", "get", "signal", "resignal");
    private static final Set<String> COMMITS = Set.of(
            "create",
            "alter",
            "drop",
            "rename",
            "grant",
            "revoke",
            "optimize",
            "repair",
            "check",
            "flush",
            "reset",
            "install",
            "uninstall",
            "cache",
            "import",
            "clone",
            "shutdown",
            "restart",
            "stop",
            "purge",
            "change",
            "backup");

    private final String sql;
    private final Names names;
    private final MysqlSyntax syntax;

    MysqlStatements(String sql, Names names, MysqlSyntax syntax) {
        this.sql = sql;
        this.names = names;
        this.syntax = syntax;
    }

    Classified classify(List<Token> tokens) {
        if (tokens.stream().anyMatch(t -> t.symbol(MysqlLexer.CONDITIONAL))) {
            return conditional(tokens);
        }
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
            case "select" -> select(reader);
            case "insert", "replace" -> new MysqlInsert(sql, names, syntax).classify(reader);
            case "update", "delete" -> new MysqlRows(sql, names, syntax).classify(reader, 0);
            case "with" -> with(reader);
            case "begin", "start", "commit", "rollback", "savepoint", "release" -> MysqlControl.classify(reader);
            case "set" -> MysqlSession.classify(reader);
            case "use" -> Classified.primaryOnly("session").with(SessionEffect.SEARCH_PATH);
            case "explain", "analyze" -> explain(reader);
            case "load" -> load(reader);
            case "truncate" -> truncate(reader);
            default -> byFirstWord(first.text(), reader);
        };
    }

    private static Classified byFirstWord(String word, TokenReader reader) {
        if (READS.contains(word)) {
            return Classified.primaryOnly("reads");
        }
        boolean temporary = reader.token(reader.at() + 1).is("temporary");
        if (temporary && word.equals("create")) {
            return created(reader);
        }
        if (temporary && word.equals("drop")) {
            return dropped(reader);
        }
        if (COMMITS.contains(word)) {
            return Classified.denied("DDL and maintenance commit the transaction and change one of two databases");
        }
        return switch (word) {
            case "do", "handler", "deallocate", "kill" ->
                Classified.primaryOnly("session").with(SessionEffect.PINS);
            case "lock", "unlock" -> Classified.denied("LOCK TABLES commits the transaction and locks one database");
            case "call" -> Classified.denied("a procedure, whose writes can't be seen");
            case "prepare", "execute" -> Classified.denied("a statement behind a name, which can't be seen");
            case "xa" -> Classified.denied("two-phase commit is not mirrored");
            default -> Classified.denied("the statement is not recognised");
        };
    }

    private static Classified created(TokenReader reader) {
        int at = reader.find(0, t -> t.is("table") || t.is("sequence")) + 1;
        at += reader.token(at).is("if") ? 3 : 0;
        reader.at(at);
        TableRef ref = at > 0 ? reader.table() : null;
        return ref == null || ref.schema() != null
                ? Classified.denied("a temporary table whose name is not plain")
                : Classified.temporary(ref.name());
    }

    private static Classified dropped(TokenReader reader) {
        Token last = reader.token(reader.size() - 1);
        boolean one = reader.find(0, t -> t.symbol(",") || t.symbol(".")) < 0 && last.isName();
        return one
                ? Classified.temporaryGone(last.name())
                : Classified.denied("several temporary tables at once; drop them one by one");
    }

    /** A comment that some servers run must mean nothing, whether or not this one runs it. */
    private Classified conditional(List<Token> tokens) {
        List<Token> without =
                tokens.stream().filter(t -> !t.symbol(MysqlLexer.CONDITIONAL)).toList();
        char[] opened = sql.toCharArray();
        for (Token token : tokens) {
            if (token.symbol(MysqlLexer.CONDITIONAL)) {
                int from = token.start();
                int to = from + 2;
                while (to < token.end() && ("!M+".indexOf(opened[to]) >= 0 || Character.isDigit(opened[to]))) {
                    to++;
                }
                java.util.Arrays.fill(opened, from, to, ' ');
                java.util.Arrays.fill(opened, Math.max(to, token.end() - 2), token.end(), ' ');
            }
        }
        String text = new String(opened);
        List<Token> with = syntax.read(text, true).tokens();
        boolean nested = with.stream().anyMatch(t -> t.symbol(MysqlLexer.CONDITIONAL) || t.symbol(";"));
        boolean plain = !nested && harmless(sql, without) && harmless(text, with);
        return plain
                ? Classified.primaryOnly("reads; a comment that the server may run")
                : Classified.denied("a comment that some servers run, in a statement that is more than a query");
    }

    private boolean harmless(String text, List<Token> tokens) {
        if (tokens.isEmpty()) {
            return true;
        }
        Classified found = new MysqlStatements(text, names, syntax).classify(tokens);
        return found.kind() == StatementClass.PRIMARY_ONLY
                && found.effects().isEmpty()
                && found.relations().isEmpty();
    }

    private static Classified select(TokenReader reader) {
        int into = reader.find(reader.at(), "into");
        boolean variable = into >= 0 && reader.token(into + 1).symbol("@");
        if (into >= 0
                && !variable
                && !reader.token(into + 1).is("outfile")
                && !reader.token(into + 1).is("dumpfile")) {
            return Classified.denied("SELECT INTO a place that is not known");
        }
        boolean locks = reader.find(reader.at(), "for") >= 0 || reader.find(reader.at(), "lock") >= 0;
        Classified found =
                Classified.primaryOnly(locks ? "reads and locks" : "reads; functions that it calls are not seen");
        return leavesTraces(reader) ? found.with(SessionEffect.PINS) : found;
    }

    /** User variables, locks by name and the like live in the session. */
    private static boolean leavesTraces(TokenReader reader) {
        Set<String> traces = Set.of(
                "get_lock", "last_insert_id", "sql_calc_found_rows", "found_rows", "row_count", "nextval", "lastval");
        for (int i = 0; i < reader.size(); i++) {
            Token token = reader.token(i);
            if (token.symbol("@") || (token.kind() == Kind.WORD && traces.contains(token.text()))) {
                return true;
            }
        }
        return reader.find(0, "value") >= 0;
    }

    /** {@code WITH} before a statement: what counts is the statement. */
    private Classified with(TokenReader reader) {
        int main = reader.find(
                reader.at() + 1,
                t -> t.is("select") || t.is("update") || t.is("delete") || t.is("values") || t.is("table"));
        if (main < 0) {
            // a main query in parentheses
            return Classified.primaryOnly("reads");
        }
        int from = reader.at();
        reader.at(main);
        if (reader.peek().is("update") || reader.peek().is("delete")) {
            return new MysqlRows(sql, names, syntax).classify(reader, main - from);
        }
        return select(reader);
    }

    private static Classified explain(TokenReader reader) {
        int at = reader.at();
        if (reader.token(at).is("analyze")
                && (reader.find(at, "table") == at + 1
                        || reader.token(at + 1).is("local")
                        || reader.token(at + 1).is("no_write_to_binlog"))) {
            return Classified.denied("ANALYZE TABLE commits the transaction");
        }
        boolean analyze = reader.find(at, "analyze") >= 0;
        boolean writes =
                reader.find(at, t -> t.is("insert") || t.is("update") || t.is("delete") || t.is("replace")) >= 0;
        return analyze && writes
                ? Classified.denied("ANALYZE runs the write that it explains")
                : Classified.primaryOnly("reads");
    }

    private Classified load(TokenReader reader) {
        int table = reader.find(reader.at(), "table");
        if (table < 0) {
            return Classified.denied("the statement is not recognised");
        }
        reader.at(table + 1);
        TableRef ref = reader.table();
        if (ref == null) {
            return Classified.denied("the table that is loaded is not recognised");
        }
        return names.find(ref.schema(), ref.name())
                .map(t -> Classified.denied("LOAD goes past the mirror; insert rows", t.name()))
                .orElseGet(() -> Classified.outside(ref));
    }

    private Classified truncate(TokenReader reader) {
        reader.next();
        reader.accept("table");
        TableRef ref = reader.table();
        Optional<PlannedTable> table = ref == null ? Optional.empty() : names.find(ref.schema(), ref.name());
        String reason = "TRUNCATE commits the transaction and removes rows whose keys can't be captured; use DELETE";
        return table.map(t -> Classified.denied(reason, t.name())).orElseGet(() -> Classified.denied(reason));
    }
}
