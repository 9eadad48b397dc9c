package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.Token.Kind;
import java.util.Locale;

/**
 * Splits a SQL text into tokens as PostgreSQL and its driver do: nested comments, quoted names, strings with escapes,
 * dollar quotes, casts; in a prepared statement {@code ?} is a parameter and {@code ??} an operator. Strings are taken
 * to conform to the standard (a backslash is a character like any other). One lexer reads one text.
 */
final class PostgresLexer extends Lexer {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?";

    PostgresLexer(String sql, boolean prepared) {
        super(sql, prepared);
    }

    @Override
    void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at)) {
            lineComment();
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (c == '\'') {
            string(at, false);
        } else if (c == '"') {
            quotedName('"');
        } else if (c == '$') {
            dollar();
        } else if (Character.isDigit(c) || (c == '.' && digitAt(at + 1))) {
            number();
        } else if (startsWord(c)) {
            word();
        } else if (c == '?' && prepared) {
            question();
        } else {
            symbol(c);
        }
    }

    private void comment() {
        int depth = 0;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return;
                }
            } else {
                at++;
            }
        }
        incomplete();
    }

    /** Reads a string whose token begins at {@code start} and whose opening quote is here. */
    private void string(int start, boolean escapes) {
        StringBuilder content = new StringBuilder();
        int i = at + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\\' && escapes) {
                i += 2;
            } else if (c != '\'') {
                content.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == '\'') {
                content.append(c);
                i += 2;
            } else {
                add(start == at ? Kind.STRING : Kind.SPECIAL_STRING, start, i + 1, content.toString());
                return;
            }
        }
        unfinished(start);
    }

    private void dollar() {
        int tagEnd = at + 1;
        while (tagEnd < sql.length() && sql.charAt(tagEnd) != '$' && continuesWord(sql.charAt(tagEnd))) {
            tagEnd++;
        }
        if (digitAt(at + 1) || tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
            add(Kind.SYMBOL, at, at + 1, "$");
            return;
        }
        String tag = sql.substring(at, tagEnd + 1);
        int close = sql.indexOf(tag, tagEnd + 1);
        if (close < 0) {
            unfinished(at);
        } else {
            add(Kind.SPECIAL_STRING, at, close + tag.length(), "");
        }
    }

    private void number() {
        int end = numberEnd();
        add(Kind.NUMBER, at, end, sql.substring(at, end));
    }

    private void word() {
        int start = at;
        int end = wordEnd(at);
        String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
        boolean quoteFollows = end < sql.length() && sql.charAt(end) == '\'';
        if (quoteFollows && (word.equals("e") || word.equals("b") || word.equals("x") || word.equals("n"))) {
            at = end;
            string(start, word.equals("e"));
        } else if (word.equals("u") && (sql.startsWith("&'", end) || sql.startsWith("&\"", end))) {
            add(Kind.SYMBOL, start, end + 1, "u&");
        } else {
            add(Kind.WORD, start, end, word);
        }
    }

    private void question() {
        if (sql.startsWith("??", at)) {
            add(Kind.SYMBOL, at, at + 2, "?");
        } else {
            parameter();
        }
    }

    private void symbol(char c) {
        if (sql.startsWith("::", at) || sql.startsWith(":=", at)) {
            add(Kind.SYMBOL, at, at + 2, sql.substring(at, at + 2));
        } else if (OPERATORS.indexOf(c) >= 0) {
            operator();
        } else {
            add(Kind.SYMBOL, at, at + 1, String.valueOf(c));
        }
    }

    /** An operator of several characters ends in + or - only if it holds one of a few other characters. */
    private void operator() {
        int end = at;
        while (end < sql.length() && continuesOperator(end)) {
            end++;
        }
        while (end > at + 1 && "+-".indexOf(sql.charAt(end - 1)) >= 0 && !special(end)) {
            end--;
        }
        add(Kind.SYMBOL, at, end, sql.substring(at, end));
    }

    private boolean continuesOperator(int i) {
        char c = sql.charAt(i);
        boolean comment = sql.startsWith("--", i) || sql.startsWith("/*", i);
        return OPERATORS.indexOf(c) >= 0 && !(c == '?' && prepared) && !comment;
    }

    private boolean special(int end) {
        return sql.substring(at, end).chars().anyMatch(c -> "~!@#%^&|`?".indexOf(c) >= 0);
    }

    @Override
    boolean startsWord(char c) {
        return Character.isLetter(c) || c == '_' || c >= 0x80;
    }
}
