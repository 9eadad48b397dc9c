package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** What reading a SQL text into tokens has in common, whatever the database. One lexer reads one text. */
abstract class Lexer {
    final String sql;
    final boolean prepared;
    private final List<Token> tokens = new ArrayList<>();
    private int parameters;
    private boolean complete = true;
    int at;

    Lexer(String sql, boolean prepared) {
        this.sql = sql;
        this.prepared = prepared;
    }

    final SqlText read() {
        while (at < sql.length()) {
            next();
        }
        return new SqlText(sql, tokens, complete);
    }

    /** Reads one token, or skips blanks or a comment. */
    abstract void next();

    abstract boolean startsWord(char c);

    final boolean continuesWord(char c) {
        return startsWord(c) || Character.isDigit(c) || c == '$';
    }

    final boolean here(String text) {
        return sql.startsWith(text, at);
    }

    final boolean digitAt(int i) {
        return i < sql.length() && Character.isDigit(sql.charAt(i));
    }

    final int wordEnd(int from) {
        int end = from;
        while (end < sql.length() && continuesWord(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Skips to the end of the line. */
    final void lineComment() {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
    }

    /** Reads a name in quotes of a kind, doubled inside. */
    final void quotedName(char quote) {
        int start = at;
        StringBuilder name = new StringBuilder();
        int i = at + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c != quote) {
                name.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                name.append(c);
                i += 2;
            } else {
                add(Kind.QUOTED, start, i + 1, name.toString());
                return;
            }
        }
        unfinished(start);
    }

    /** Returns the end of a number that begins here. */
    final int numberEnd() {
        int i = at;
        while (i < sql.length() && (continuesWord(sql.charAt(i)) || sql.charAt(i) == '.' || exponentSign(i))) {
            i++;
        }
        return i;
    }

    private boolean exponentSign(int i) {
        char c = sql.charAt(i);
        return (c == '+' || c == '-') && i > at && Character.toLowerCase(sql.charAt(i - 1)) == 'e' && digitAt(i + 1);
    }

    final void parameter() {
        parameters++;
        tokens.add(new Token(Kind.PARAMETER, at, at + 1, "?", "?", parameters));
        at++;
    }

    final void add(Kind kind, int start, int end, String text) {
        add(kind, start, end, text, text);
    }

    final void add(Kind kind, int start, int end, String text, String name) {
        tokens.add(new Token(kind, start, end, text, name, 0));
        at = end;
    }

    /** Returns a token that was read, counted from the last; one of no text before the first. */
    final Token last(int back) {
        int index = tokens.size() - 1 - back;
        return index >= 0 ? tokens.get(index) : new Token(Kind.SYMBOL, 0, 0, "", "", 0);
    }

    final void incomplete() {
        complete = false;
    }

    final void unfinished(int start) {
        complete = false;
        add(Kind.SPECIAL_STRING, start, sql.length(), "");
    }
}
