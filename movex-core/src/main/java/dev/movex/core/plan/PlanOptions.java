package dev.movex.core.plan;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Which tables are moved, and what their metadata does not tell. Immutable.
 *
 * @param schemas the schemas to look in; empty for all of the application's
 * @param include globs of {@code schema.table}, with {@code *} and {@code ?}; a glob without a dot means the table in any
 *     schema; empty for all
 * @param exclude globs of tables to leave out, which weigh more than those of {@code include}
 * @param updateTimes the update-time column of tables, by the source's {@code schema.table}; an empty column for none;
 *     where a table is not named, the column is looked for
 * @param keys the unique, not nullable columns that stand in for a missing primary key, by {@code schema.table}
 * @param targetName the name of a source's table on the target, where no mapping says it
 * @param mappings how tables become those of the target, where they do not stay as they are
 */
public record PlanOptions(
        List<String> schemas,
        List<String> include,
        List<String> exclude,
        Map<String, String> updateTimes,
        Map<String, List<String>> keys,
        UnaryOperator<TableName> targetName,
        List<TableMapping> mappings) {
    public PlanOptions {
        schemas = List.copyOf(schemas);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        updateTimes = Map.copyOf(updateTimes);
        keys = Map.copyOf(keys);
        mappings = List.copyOf(mappings);
    }

    /** Returns the options that move all tables of the application under their own names. */
    public static PlanOptions all() {
        return new PlanOptions(
                List.of(), List.of(), List.of(), Map.of(), Map.of(), UnaryOperator.identity(), List.of());
    }

    /** Returns the options that look in the given schemas. */
    public PlanOptions inSchemas(List<String> wanted) {
        return new PlanOptions(wanted, include, exclude, updateTimes, keys, targetName, mappings);
    }

    /** Returns the options with other globs. */
    public PlanOptions tables(List<String> included, List<String> excluded) {
        return new PlanOptions(schemas, included, excluded, updateTimes, keys, targetName, mappings);
    }

    /** Returns the options with the given update-time columns. */
    public PlanOptions withUpdateTimes(Map<String, String> columns) {
        return new PlanOptions(schemas, include, exclude, columns, keys, targetName, mappings);
    }

    /** Returns the options with the given keys for tables without a primary key. */
    public PlanOptions withKeys(Map<String, List<String>> columns) {
        return new PlanOptions(schemas, include, exclude, updateTimes, columns, targetName, mappings);
    }

    /** Returns the options with the given mappings. */
    public PlanOptions withMappings(List<TableMapping> wanted) {
        return new PlanOptions(schemas, include, exclude, updateTimes, keys, targetName, wanted);
    }

    /** Returns how a table of the source is moved: once as it is, if no mapping is of it. */
    public List<TableMapping> mappingsOf(TableName table) {
        List<TableMapping> own =
                mappings.stream().filter(mapping -> mapping.means(table)).toList();
        return own.isEmpty() ? List.of(TableMapping.of(table.toString())) : own;
    }

    /** Returns whether a mapping gives a table of the source other columns or rows than it has, or a place that it shares. */
    public boolean reshapes(TableName table) {
        return mappingsOf(table).stream()
                .anyMatch(mapping -> mapping.reshapes()
                        || mappings.stream()
                                .anyMatch(other -> !other.equals(mapping)
                                        && !mapping.target().isEmpty()
                                        && other.target().equals(mapping.target())));
    }

    /** Returns whether the source's table is moved. */
    public boolean wants(TableName table) {
        return (include.isEmpty() || matches(include, table)) && !matches(exclude, table);
    }

    private static boolean matches(List<String> globs, TableName table) {
        return globs.stream()
                .map(glob -> glob.contains(".") ? glob : "*." + glob)
                .anyMatch(glob -> regex(glob).matcher(table.toString()).matches());
    }

    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
