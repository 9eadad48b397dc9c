package dev.movex.doublewrite.sql;

import java.util.List;

/**
 * A SQL text and its tokens.
 *
 * @param sql the text as the application sent it
 * @param tokens its tokens without blanks and comments
 * @param complete false if it ends inside a string, a quoted name or a comment
 */
public record SqlText(String sql, List<Token> tokens, boolean complete) {
    public SqlText {
        tokens = List.copyOf(tokens);
    }

    /** Returns the text without comments and with {@code ?} for each value, the form for messages and reports. */
    public String shown() {
        StringBuilder shown = new StringBuilder(sql.length());
        int end = 0;
        for (Token token : tokens) {
            if (token.start() > end && !shown.isEmpty()) {
                shown.append(' ');
            }
            shown.append(token.isValue() ? "?" : sql.substring(token.start(), token.end()));
            end = token.end();
        }
        return complete ? shown.toString() : shown + " …";
    }
}
