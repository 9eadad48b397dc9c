package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.row.RowKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Narrows a statement to rows that were locked first, so that no row is touched whose key is not known.
 *
 * @param query locks the rows and reads the keys of each table, then the new keys if the statement changes them
 * @param written the tables, in the order of the query's columns
 * @param changesKeys whether new keys follow in the query
 * @param from where the condition begins in the text
 * @param to where it ends; equal to {@code from} if there is none
 * @param syntax how values are written
 */
public record Narrowing(
        OldKeys query, List<KeySource.Written> written, boolean changesKeys, int from, int to, Syntax syntax) {
    public Narrowing {
        written = List.copyOf(written);
    }

    /**
     * Returns the statement, narrowed.
     *
     * @param columns the key's columns of each table
     * @param keys the keys of each table
     */
    public String sql(String sql, List<List<Column>> columns, List<List<RowKey>> keys) {
        String only = IntStream.range(0, written.size())
                .mapToObj(i -> only(written.get(i).qualifier(), columns.get(i), keys.get(i)))
                .collect(Collectors.joining(" AND "));
        String condition = from == to ? " WHERE " + only + " " : "(" + sql.substring(from, to) + ") AND " + only;
        return sql.substring(0, from) + condition + sql.substring(to);
    }

    private String only(String qualifier, List<Column> columns, List<RowKey> keys) {
        if (keys.isEmpty()) {
            return "FALSE";
        }
        String names = columns.stream()
                .map(c -> qualifier + "." + syntax.quote(c.name()))
                .collect(Collectors.joining(", "));
        String values = keys.stream().map(k -> tuple(columns, k)).collect(Collectors.joining(", "));
        return (columns.size() == 1 ? names : "(" + names + ")") + " IN (" + values + ")";
    }

    private String tuple(List<Column> columns, RowKey key) {
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> syntax.literal(columns.get(i), key.values().get(i)))
                .collect(Collectors.joining(", "));
        return columns.size() == 1 ? values : "(" + values + ")";
    }
}
