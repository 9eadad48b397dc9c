package dev.movex.core.plan;

/**
 * A column as the database describes it.
 *
 * @param name as stored, not quoted
 * @param typeSchema the schema of the type, as stored
 * @param typeName the name of the type without length or precision, as stored
 * @param declaredType the type as it would be written in DDL, for messages
 * @param kind the canonical family
 * @param nullable whether it takes NULL
 * @param identity how the database generates it
 * @param defaulted whether it has a default that the database computes
 * @param generated whether it is computed from other columns and can't be written
 * @param collation the name of its collation with its provider's version, empty where there is none; two
 *     columns with equal, not empty collations order alike
 * @param refreshed whether an update that does not write it may give it a new value
 */
public record Column(
        String name,
        String typeSchema,
        String typeName,
        String declaredType,
        ColumnKind kind,
        boolean nullable,
        Identity identity,
        boolean defaulted,
        boolean generated,
        String collation,
        boolean refreshed) {

    /** A column that keeps its value while an update does not write it. */
    public Column(
            String name,
            String typeSchema,
            String typeName,
            String declaredType,
            ColumnKind kind,
            boolean nullable,
            Identity identity,
            boolean defaulted,
            boolean generated,
            String collation) {
        this(
                name,
                typeSchema,
                typeName,
                declaredType,
                kind,
                nullable,
                identity,
                defaulted,
                generated,
                collation,
                false);
    }

    /** How an identity column takes its values. */
    public enum Identity {
        /** Not an identity column, and not filled from a sequence. */
        NONE,
        /** A value of the application's own is taken as it is. */
        BY_DEFAULT,
        /** A value of the application's own needs an explicit override. */
        ALWAYS
    }

    /** Returns whether the database fills the column from a counter. */
    public boolean counted() {
        return identity != Identity.NONE;
    }
}
