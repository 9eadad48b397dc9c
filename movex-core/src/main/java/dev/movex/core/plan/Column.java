package dev.movex.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column as the database describes it.
 *
 * @param name as stored, not quoted
 * @param typeSchema the schema of the type, as stored
 * @param typeName the name of the type without length or precision, as stored
 * @param declaredType the type as it would be written in DDL, of a domain that of the type under it
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
    private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern SPECIAL = Pattern.compile("[\"\\\\{},]");
    private static final Set<String> AS_TEXT = Set.of("inet", "cidr", "macaddr", "macaddr8", "citext", "xml");
    private static final Set<String> LISTED = Set.of("_bool", "_int2", "_int4", "_int8", "_numeric", "_uuid", "_date");

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

    /** Returns whether the column takes several of a list of labels, none of which means something in an array's text. */
    public boolean isSet() {
        return typeName.equals("set")
                && typeSchema.isEmpty()
                && labels().stream()
                        .noneMatch(label ->
                                label.isEmpty() || SPECIAL.matcher(label).find());
    }

    /** Returns whether the column is an array of texts, or of what is read from text such as labels. */
    public boolean isListOfTexts() {
        return kind == ColumnKind.ARRAY
                && (typeName.equals("_text") || typeName.equals("_varchar") || !typeSchema.equals("pg_catalog"));
    }

    /** Returns whether the column is an array whose elements JSON writes so that they can be read back. */
    public boolean isList() {
        return kind == ColumnKind.ARRAY && (isListOfTexts() || LISTED.contains(typeName));
    }

    /** Returns whether values have one text that other databases can keep, though they have no such type. */
    public boolean isKeptAsText() {
        return kind == ColumnKind.SERVER_TEXT && AS_TEXT.contains(typeName);
    }

    /** Returns the labels of a type that lists them. */
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        Matcher matcher = LABEL.matcher(declaredType);
        while (matcher.find()) {
            labels.add(matcher.group(1).replace("''", "'"));
        }
        return labels;
    }

    /** Returns how many bits a whole number of MySQL or MariaDB has; 64 for what is none. */
    public int bits() {
        return switch (typeName) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int" -> 32;
            default -> 64;
        };
    }

    /** Returns whether the database fills the column from a counter. */
    public boolean counted() {
        return identity != Identity.NONE;
    }
}
