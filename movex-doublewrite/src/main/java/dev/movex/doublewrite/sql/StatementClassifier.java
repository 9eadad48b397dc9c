package dev.movex.doublewrite.sql;

/** Decides how a SQL text is mirrored. Implementations are thread-safe and go the safe way with what they do not know. */
public interface StatementClassifier {

    /**
     * Classes a text.
     *
     * @param text the text
     * @param names what the names in it mean
     */
    Classified classify(SqlText text, Names names);
}
