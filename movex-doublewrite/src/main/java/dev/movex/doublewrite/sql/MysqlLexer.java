package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.Token.Kind;
import java.util.List;
import java.util.Locale;

/**
 * Splits a SQL text into tokens as MySQL and MariaDB do: three kinds of comments, backquoted names, strings in either
 * quote with escapes, names that begin with a digit, user variables.
 */
final class MysqlLexer extends Lexer {
    /** Stands for a comment whose content the server may run. */
    static final String CONDITIONAL = "/*!";

    private static final List<String> OPERATORS =
            List.of("<=>", "->>", "<=", ">=", "<>", "!=", ":=", "||", "&&", "<<", ">>", "->", "@@");

    private final boolean ansiQuotes;
    private final boolean escapes;

    MysqlLexer(String sql, boolean prepared, boolean ansiQuotes, boolean escapes) {
        super(sql, prepared);
        this.ansiQuotes = ansiQuotes;
        this.escapes = escapes;
    }

    @Override
    void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#' || dashes()) {
            lineComment();
        } else if (here("/*")) {
            comment();
        } else if (c == '`') {
            quotedName('`');
        } else if (c == '\'' || (c == '"' && !ansiQuotes)) {
            string(at, c);
        } else if (c == '"') {
            quotedName('"');
        } else if (startsWord(c) || (Character.isDigit(c) && afterDot())) {
            word();
        } else if (Character.isDigit(c) || (c == '.' && digitAt(at + 1) && !afterName())) {
            number();
        } else if (c == '?' && prepared) {
            parameter();
        } else {
            symbol(c);
        }
    }

    /** Two dashes begin a comment only before a blank or the end. */
    private boolean dashes() {
        return here("--") && (at + 2 >= sql.length() || sql.charAt(at + 2) <= ' ');
    }

    private boolean afterDot() {
        return last(0).symbol(".") && last(0).end() == at && last(1).isName();
    }

    private boolean afterName() {
        return last(0).isName() && last(0).end() == at;
    }

    private void comment() {
        int start = at;
        int end = sql.indexOf("*/", at + 2);
        String content = sql.substring(at + 2, end < 0 ? sql.length() : end);
        boolean hint =
                content.startsWith("+") && content.toLowerCase(Locale.ROOT).contains("set_var");
        if (content.startsWith("!") || content.startsWith("M!") || hint) {
            add(Kind.SYMBOL, start, end < 0 ? sql.length() : end + 2, CONDITIONAL);
        } else {
            at = end < 0 ? sql.length() : end + 2;
        }
        if (end < 0) {
            incomplete();
        }
    }

    /** Reads a string whose token begins at {@code start} and whose opening quote is here. */
    private void string(int start, char quote) {
        StringBuilder content = new StringBuilder();
        boolean special = start < at;
        int i = at + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\\') {
                // whether it escapes is for each session to say
                special = true;
                i += escapes ? 2 : 1;
            } else if (c != quote) {
                content.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                content.append(c);
                i += 2;
            } else {
                add(special ? Kind.SPECIAL_STRING : Kind.STRING, start, i + 1, content.toString());
                return;
            }
        }
        unfinished(start);
    }

    private void number() {
        int end = numberEnd();
        String text = sql.substring(at, end);
        boolean bits = text.matches("0x[0-9a-fA-F]+|0b[01]+");
        if (bits) {
            add(Kind.SPECIAL_STRING, at, end, "");
        } else if (text.matches("[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?")) {
            add(Kind.NUMBER, at, end, text);
        } else {
            word();
        }
    }

    private void word() {
        int start = at;
        int end = wordEnd(at);
        String name = sql.substring(start, end);
        String word = name.toLowerCase(Locale.ROOT);
        boolean quoteFollows = end < sql.length() && sql.charAt(end) == '\'';
        if (quoteFollows && (word.equals("x") || word.equals("b") || word.equals("n"))) {
            at = end;
            string(start, '\'');
        } else {
            add(Kind.WORD, start, Math.max(end, start + 1), word, name);
        }
    }

    private void symbol(char c) {
        for (String operator : OPERATORS) {
            if (here(operator)) {
                add(Kind.SYMBOL, at, at + operator.length(), operator);
                return;
            }
        }
        add(Kind.SYMBOL, at, at + 1, String.valueOf(c));
    }

    @Override
    boolean startsWord(char c) {
        return Character.isLetter(c) || c == '_' || c == '$' || c >= 0x80;
    }
}
