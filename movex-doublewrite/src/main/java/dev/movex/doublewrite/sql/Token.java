package dev.movex.doublewrite.sql;

/**
 * A word of a SQL text.
 *
 * @param kind what it is
 * @param start its first character in the text
 * @param end the character after its last
 * @param text a word in lower case, a quoted name or a string without its quotes, anything else as it stands
 * @param name the name as the database looks it up, if it is one: other databases keep the case of words
 * @param parameter the number of a parameter, counted from 1; 0 for anything else
 */
public record Token(Kind kind, int start, int end, String text, String name, int parameter) {

    /** What a token is. */
    public enum Kind {
        /** A keyword or a name that is not quoted. */
        WORD,
        /** A quoted name. */
        QUOTED,
        /** A plain string. */
        STRING,
        /** A string with escapes, a bit string, a dollar-quoted text. */
        SPECIAL_STRING,
        /** A number. */
        NUMBER,
        /** The place of a parameter. */
        PARAMETER,
        /** Punctuation or an operator. */
        SYMBOL
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean symbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    boolean isValue() {
        return kind == Kind.STRING || kind == Kind.SPECIAL_STRING || kind == Kind.NUMBER;
    }
}
