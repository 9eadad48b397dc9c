package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The names that the columns of a write inside WITH have for the rest of the statement, as far as its text tells. */
final class ReturnedNames {
    private final Names names;
    private final List<String> aliases = new ArrayList<>();

    /** @param query the query whose names are wanted; its list of names may stand before it */
    ReturnedNames(Names names, TokenReader whole, WithQuery query) {
        this.names = names;
        for (int i = query.name() + 1; i < query.open() && !whole.token(i).is("as"); i++) {
            if (whole.token(i).isName()) {
                aliases.add(quoted(whole.token(i)));
            }
        }
    }

    /** Returns the names, quoted, in the order of the RETURNING list; empty if they can't be told. */
    Optional<List<String>> of(TokenReader body, Target target) {
        int returning = body.find(0, "returning");
        if (returning < 0) {
            return Optional.of(List.of());
        }
        List<String> found = new ArrayList<>();
        int from = returning + 1;
        while (from <= body.size()) {
            int comma = body.find(from, t -> t.symbol(","));
            int to = comma < 0 ? body.size() : comma;
            List<String> item = item(body, from, to, target);
            if (item.isEmpty() && found.size() >= aliases.size()) {
                return Optional.empty();
            }
            found.addAll(item.isEmpty() ? List.of(aliases.get(found.size())) : item);
            from = to + 1;
        }
        for (int i = 0; i < Math.min(aliases.size(), found.size()); i++) {
            found.set(i, aliases.get(i));
        }
        return new HashSet<>(found).size() == found.size() ? Optional.of(found) : Optional.empty();
    }

    private List<String> item(TokenReader body, int from, int to, Target target) {
        Token last = body.token(to - 1);
        if (last.symbol("*")) {
            return star(body, from, to, target);
        }
        boolean named = last.isName() && body.token(to - 2).is("as");
        return named || column(body, from, to) ? List.of(quoted(last)) : List.of();
    }

    private List<String> star(TokenReader body, int from, int to, Target target) {
        boolean own = to - from == 1
                ? !joins(body, target)
                : to - from == 3
                        && body.token(from + 1).symbol(".")
                        && means(body.token(from), body.text(from, from + 1), target.qualifier());
        List<Column> columns = target.table().on(names.side()).columns();
        return own ? columns.stream().map(c -> names.syntax().quote(c.name())).toList() : List.of();
    }

    private static boolean means(Token qualifier, String text, String target) {
        boolean word = qualifier.kind() == Token.Kind.WORD && !target.startsWith("\"");
        return word ? text.equalsIgnoreCase(target) : text.equals(target);
    }

    /** Whether columns of other tables may be returned too. */
    private static boolean joins(TokenReader body, Target target) {
        Token verb = body.token(target.start());
        if (verb.is("insert")) {
            return false;
        }
        return verb.is("merge") || body.find(target.start() + 2, t -> t.is("from") || t.is("using")) >= 0;
    }

    /** Whether a plain name stands there, which may be qualified. */
    private static boolean column(TokenReader body, int from, int to) {
        for (int i = from; i < to; i++) {
            boolean fits =
                    (i - from) % 2 == 0 ? body.token(i).isName() : body.token(i).symbol(".");
            if (!fits) {
                return false;
            }
        }
        return (to - from) % 2 == 1;
    }

    private String quoted(Token name) {
        return names.syntax().quote(name.name());
    }
}
