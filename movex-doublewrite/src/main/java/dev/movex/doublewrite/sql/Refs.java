package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.MysqlValues.Range;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables in an UPDATE or DELETE of MySQL or MariaDB.
 *
 * @param range where they stand, with their joins
 * @param all the tables, without those inside subqueries
 * @param targets the tables that a DELETE removes rows of; empty for an UPDATE
 * @param several whether it is a statement of several tables
 */
record Refs(Range range, List<Ref> all, List<Ref> targets, boolean several) {
    private static final Set<String> NO_ALIAS = Set.of(
            "set",
            "where",
            "order",
            "limit",
            "returning",
            "join",
            "inner",
            "left",
            "right",
            "cross",
            "natural",
            "straight_join",
            "on",
            "using",
            "from",
            "partition",
            "use",
            "ignore",
            "force",
            "for");

    static @Nullable Refs ofUpdate(TokenReader reader, Names names) {
        int from = reader.at();
        int set = reader.find(from, "set");
        if (set < 0 || reader.find(from, t -> t.is("portion")) >= 0) {
            return null;
        }
        List<Ref> all = all(reader, from, set, names);
        boolean several = reader.find(from, t -> t.symbol(",") || t.is("join") || t.is("straight_join")) >= 0
                && manyBefore(reader, from, set);
        return all.isEmpty() ? null : new Refs(new Range(from, set), all, List.of(), several || all.size() > 1);
    }

    private static boolean manyBefore(TokenReader reader, int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = reader.token(i);
            if (token.symbol(",") || token.is("join") || token.is("straight_join")) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Refs ofDelete(TokenReader reader, Names names) {
        boolean from = reader.accept("from");
        int listed = reader.at();
        int using = reader.find(listed, from ? "using" : "from");
        int where = reader.find(listed, "where");
        boolean several = using >= 0 && (where < 0 || using < where);
        if (!several && !from) {
            return null;
        }
        if (several) {
            return ofSeveral(reader, listed, using, names);
        }
        int end = end(reader, listed);
        List<Ref> all = all(reader, listed, end, names);
        boolean portion = reader.find(listed, t -> t.is("portion")) >= 0;
        return all.size() == 1 && !portion ? new Refs(new Range(listed, end), all, all, false) : null;
    }

    private static @Nullable Refs ofSeveral(TokenReader reader, int listed, int keyword, Names names) {
        int end = end(reader, keyword + 1);
        List<Ref> all = all(reader, keyword + 1, end, names);
        List<Ref> targets = new ArrayList<>();
        int at = listed;
        while (at < keyword) {
            int comma = reader.find(at, t -> t.symbol(","));
            int to = comma < 0 || comma > keyword ? keyword : comma;
            int last = reader.token(to - 1).symbol("*") ? to - 3 : to - 1;
            String name = reader.token(last).name();
            List<Ref> meant = all.stream().filter(r -> r.named(name)).toList();
            if (meant.isEmpty() || !reader.token(last).isName()) {
                return null;
            }
            targets.addAll(meant);
            at = to + 1;
        }
        return new Refs(new Range(keyword + 1, end), all, targets, true);
    }

    private static int end(TokenReader reader, int from) {
        int end = reader.find(from, t -> t.is("where") || t.is("order") || t.is("limit") || t.is("returning"));
        return end < 0 ? reader.size() : end;
    }

    /** Finds each table behind the beginning, a comma or JOIN, in parentheses too, but not in subqueries. */
    private static List<Ref> all(TokenReader reader, int from, int to, Names names) {
        List<Ref> all = new ArrayList<>();
        boolean expected = true;
        reader.at(from);
        while (reader.at() < to) {
            Token token = reader.peek();
            if (token.symbol("(")) {
                if (!expected || reader.token(reader.at() + 1).is("select")) {
                    // a condition, a list of columns or a subquery
                    reader.skipParentheses();
                    expected = false;
                } else {
                    reader.next();
                }
            } else if (expected && token.isName()) {
                TableRef ref = reader.table();
                if (ref != null) {
                    all.add(Ref.of(reader, ref, alias(reader), names));
                }
                expected = false;
            } else {
                reader.next();
                expected = token.symbol(",") || token.is("join") || token.is("straight_join");
            }
        }
        return all;
    }

    private static @Nullable Token alias(TokenReader reader) {
        if (reader.accept("partition")) {
            reader.skipParentheses();
        }
        boolean as = reader.accept("as");
        Token token = reader.peek();
        boolean named = token.isName() && (as || token.kind() == Token.Kind.QUOTED || !NO_ALIAS.contains(token.text()));
        return named ? reader.next() : null;
    }
}
