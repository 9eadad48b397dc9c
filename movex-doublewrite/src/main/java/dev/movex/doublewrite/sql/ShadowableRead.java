package dev.movex.doublewrite.sql;

import dev.movex.core.Side;
import dev.movex.core.plan.PlannedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query that may be run again on both databases to compare what they answer: it reads planned tables alone, under
 * names that are the same on both, calls no function but those that are known to depend on nothing else, and its rows
 * do not depend on where a limit cuts.
 *
 * @param tables the tables that it reads
 * @param ordered whether the order of its rows is said
 */
public record ShadowableRead(List<PlannedTable> tables, boolean ordered) {
    private static final Set<String> PURE = Set.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "coalesce",
            "nullif",
            "greatest",
            "least",
            "lower",
            "upper",
            "length",
            "char_length",
            "abs",
            "ceil",
            "floor",
            "round",
            "mod",
            "cast",
            "substring",
            "substr",
            "trim",
            "ltrim",
            "rtrim",
            "replace",
            "concat",
            "position",
            "extract",
            "date_trunc",
            "numeric",
            "decimal",
            "varchar",
            "char",
            "timestamp",
            "time");

    /** Words before a parenthesis that is no call. */
    private static final Set<String> WORDS = Set.of(
            "select",
            "from",
            "where",
            "and",
            "or",
            "not",
            "in",
            "exists",
            "any",
            "all",
            "some",
            "on",
            "using",
            "by",
            "having",
            "as",
            "when",
            "then",
            "else",
            "case",
            "between",
            "like",
            "union",
            "intersect",
            "except",
            "values",
            "distinct",
            "join",
            "is",
            "filter",
            "over",
            "array");

    /** Words that make an answer depend on more than the rows, or that do more than read them. */
    private static final Set<String> UNFIT = Set.of(
            "for",
            "into",
            "limit",
            "offset",
            "fetch",
            "top",
            "with",
            "lateral",
            "tablesample",
            "current_date",
            "current_time",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "current_user",
            "session_user",
            "user",
            "current_schema",
            "current_catalog",
            "current_role",
            "ctid",
            "xmin",
            "xmax",
            "tableoid",
            "over");

    public ShadowableRead {
        tables = List.copyOf(tables);
    }

    /** Returns the query if a text is one that can be compared. */
    public static Optional<ShadowableRead> of(SqlText text, Names names) {
        List<Token> tokens = text.tokens();
        boolean select = text.complete() && !tokens.isEmpty() && tokens.get(0).is("select");
        if (!select || tokens.stream().anyMatch(t -> t.symbol(";") || (t.kind() == Token.Kind.WORD && unfit(t)))) {
            return Optional.empty();
        }
        TokenReader reader = new TokenReader(text.sql(), tokens);
        List<PlannedTable> tables = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean called = reader.token(i + 1).symbol("(") && token.isName();
            if (called
                    && (token.kind() == Token.Kind.QUOTED
                            || !known(token)
                            || reader.token(i - 1).symbol("."))) {
                return Optional.empty();
            }
            boolean relation = token.is("join") || (token.is("from") && !inCall(tokens, i));
            if (relation && !read(reader, i + 1, names, tables)) {
                return Optional.empty();
            }
        }
        boolean ordered = reader.find(0, "order") >= 0;
        return tables.isEmpty() ? Optional.empty() : Optional.of(new ShadowableRead(tables, ordered));
    }

    private static boolean unfit(Token token) {
        return UNFIT.contains(token.text());
    }

    private static boolean known(Token token) {
        return PURE.contains(token.text()) || WORDS.contains(token.text());
    }

    /** In {@code extract(year from at)} the word is part of the call. */
    private static boolean inCall(List<Token> tokens, int from) {
        int depth = 0;
        for (int i = from - 1; i >= 0; i--) {
            Token token = tokens.get(i);
            depth += token.symbol(")") ? 1 : 0;
            if (token.symbol("(") && depth-- == 0) {
                return i > 0 && PURE.contains(tokens.get(i - 1).text());
            }
        }
        return false;
    }

    /** Takes the table behind FROM or JOIN; a query in parentheses brings its own. */
    private static boolean read(TokenReader reader, int at, Names names, List<PlannedTable> tables) {
        if (reader.token(at).symbol("(")) {
            return true;
        }
        Token first = reader.token(at);
        boolean qualified = reader.token(at + 1).symbol(".");
        Token name = qualified ? reader.token(at + 2) : first;
        int next = qualified ? at + 3 : at + 1;
        if (!name.isName()
                || reader.token(next).symbol(".")
                || reader.token(next).symbol("(")
                || commaFollows(reader, next)) {
            return false;
        }
        Optional<PlannedTable> table = names.find(qualified ? first.text() : null, name.text());
        boolean same = table.filter(
                        t -> t.on(Side.SRC).name().equals(t.on(Side.DST).name()))
                .isPresent();
        table.ifPresent(tables::add);
        return same;
    }

    /** Tables behind commas are not looked for. */
    private static boolean commaFollows(TokenReader reader, int at) {
        int alias = reader.token(at).is("as") ? at + 1 : at;
        return reader.token(alias).symbol(",")
                || (reader.token(alias).isName() && reader.token(alias + 1).symbol(","));
    }
}
