package dev.movex.core.plan;

/** The canonical family of a column's type, which decides how its values are compared across databases. */
public enum ColumnKind {
    /** Whole numbers; decimal text. */
    INTEGER,
    /** Exact numbers; plain decimal text without trailing zeros. */
    DECIMAL,
    /** Binary floating point. */
    FLOAT,
    /** 0 or 1. */
    BOOLEAN,
    /** Text of any length. */
    TEXT,
    /** Text padded with blanks. */
    CHAR,
    /** Raw bytes. */
    BYTES,
    /** A day. */
    DATE,
    /** Date and time without a zone. */
    TIMESTAMP,
    /** A point in time. */
    INSTANT,
    /** Time of day or a span of time. */
    TIME,
    /** 128 bits. */
    UUID,
    /** JSON text or binary JSON. */
    JSON,
    /** A label out of a list. */
    ENUM,
    /** An ordered array. */
    ARRAY,
    /** A string of bits. */
    BIT,
    /** Comparable as the server's text form, between servers of the same dialect only. */
    SERVER_TEXT,
    /** No canonical form is known. */
    UNSUPPORTED;

    /** Returns whether a column of this kind may be part of a key. */
    public boolean usableAsKey() {
        return switch (this) {
            case INTEGER, DECIMAL, TEXT, CHAR, BYTES, DATE, TIMESTAMP, INSTANT, UUID, BOOLEAN, ENUM, TIME -> true;
            default -> false;
        };
    }

    /** Returns whether servers of different dialects have no common text for values of this kind. */
    public boolean comparedInJava() {
        return this == FLOAT || this == JSON;
    }
}
