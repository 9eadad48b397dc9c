package dev.movex.doublewrite.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query of a WITH list, by the indexes of its tokens.
 *
 * @param name its name
 * @param open the parenthesis before its text
 * @param close the parenthesis after it
 */
record WithQuery(int name, int open, int close) {

    /** Reads a WITH list and stops behind it; empty if it is not understood. */
    static Optional<List<WithQuery>> list(TokenReader reader) {
        List<WithQuery> queries = new ArrayList<>();
        reader.accept("with");
        reader.accept("recursive");
        do {
            int name = reader.at();
            boolean named = reader.next().isName();
            reader.skipParentheses();
            boolean as = reader.accept("as");
            reader.accept("not");
            reader.accept("materialized");
            int open = reader.at();
            if (!named || !as || !reader.skipParentheses()) {
                return Optional.empty();
            }
            queries.add(new WithQuery(name, open, reader.at() - 1));
            if (!skip(reader, "search", "set") || !skip(reader, "cycle", "using")) {
                return Optional.empty();
            }
        } while (reader.acceptSymbol(","));
        return Optional.of(queries);
    }

    /** Skips a clause of a recursive query, which ends with a word and a name. */
    private static boolean skip(TokenReader reader, String first, String last) {
        if (!reader.peek().is(first)) {
            return true;
        }
        int end = reader.find(reader.at(), last);
        reader.at(end + 2);
        return end >= 0;
    }
}
