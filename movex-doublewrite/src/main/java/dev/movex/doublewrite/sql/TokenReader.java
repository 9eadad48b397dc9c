package dev.movex.doublewrite.sql;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A place in the tokens of one statement. */
final class TokenReader {
    static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");

    private final String sql;
    private final List<Token> tokens;
    private final Token end;
    private int at;

    TokenReader(String sql, List<Token> tokens) {
        this.sql = sql;
        this.tokens = tokens;
        int last = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
        this.end = new Token(Token.Kind.SYMBOL, last, last, "", "", 0);
    }

    Token peek() {
        return token(at);
    }

    Token next() {
        Token token = token(at);
        at++;
        return token;
    }

    /** Returns the token at an index, or one of no text after the last. */
    Token token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : end;
    }

    int at() {
        return at;
    }

    void at(int index) {
        at = index;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    int size() {
        return tokens.size();
    }

    /** Returns the character after the last token. */
    int endOffset() {
        return end.end();
    }

    boolean accept(String word) {
        boolean accepted = peek().is(word);
        at += accepted ? 1 : 0;
        return accepted;
    }

    boolean acceptSymbol(String symbol) {
        boolean accepted = peek().symbol(symbol);
        at += accepted ? 1 : 0;
        return accepted;
    }

    /** Accepts any of the words. */
    boolean acceptAny(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the index of the first token outside parentheses, from an index on, that fits; −1 if there is none. */
    int find(int from, Predicate<Token> fits) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.symbol("(") || token.symbol("[")) {
                depth++;
            } else if (token.symbol(")") || token.symbol("]")) {
                depth--;
            } else if (depth == 0 && fits.test(token)) {
                return i;
            }
        }
        return -1;
    }

    int find(int from, String word) {
        return find(from, t -> t.is(word));
    }

    /** Skips a pair of parentheses with all that is inside; returns false if there is none here. */
    boolean skipParentheses() {
        if (!peek().symbol("(")) {
            return false;
        }
        int depth = 0;
        while (!atEnd()) {
            Token token = next();
            depth += token.symbol("(") ? 1 : 0;
            depth -= token.symbol(")") ? 1 : 0;
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a write may stand among the tokens, at whatever depth; {@code FOR [NO KEY] UPDATE} is none. */
    boolean mayWrite() {
        return IntStream.range(0, size())
                .anyMatch(i -> token(i).kind() == Token.Kind.WORD
                        && WRITES.contains(token(i).text())
                        && !token(i - 1).is("for")
                        && !token(i - 1).is("key"));
    }

    /** Returns a reader of the tokens from one up to, and without, another. */
    TokenReader part(int fromIndex, int toIndex) {
        return new TokenReader(sql, tokens.subList(fromIndex, toIndex));
    }

    /** Returns the text from one token up to, and without, another. */
    String text(int fromIndex, int toIndex) {
        return fromIndex >= toIndex
                ? ""
                : sql.substring(token(fromIndex).start(), token(toIndex - 1).end());
    }

    /** Returns the parameters from one token up to, and without, another. */
    List<Integer> parameters(int fromIndex, int toIndex) {
        return tokens.subList(fromIndex, toIndex).stream()
                .filter(t -> t.kind() == Token.Kind.PARAMETER)
                .map(Token::parameter)
                .toList();
    }

    /** Reads {@code [only] [schema.]table [*]}; null if that is not what stands here. */
    @Nullable TableRef table() {
        int from = at;
        accept("only");
        int first = at;
        if (!peek().isName()) {
            at = from;
            return null;
        }
        Token name = next();
        Token schema = null;
        while (peek().symbol(".") && token(at + 1).isName()) {
            at++;
            schema = name;
            name = next();
        }
        int last = at;
        acceptSymbol("*");
        return new TableRef(
                schema == null ? null : schema.name(),
                name.name(),
                text(last - 1, last),
                token(first).start(),
                token(last - 1).end());
    }

    /**
     * The name of a table in a text.
     *
     * @param schema its schema as stored; null if it has none
     * @param name its name as stored
     * @param text its name as it stands in the text, without schema
     * @param start where it begins in the text, with its schema
     * @param end where it ends
     */
    record TableRef(@Nullable String schema, String name, String text, int start, int end) {}
}
