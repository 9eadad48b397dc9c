package dev.movex.doublewrite.sql;

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
 */
public record Narrowing(OldKeys query, List<KeySource.Written> written, boolean changesKeys, int from, int to) {
    public Narrowing {
        written = List.copyOf(written);
    }

    /**
     * Returns the statement, narrowed.
     *
     * @param keys the keys of each table
     */
    public String sql(String sql, List<List<RowKey>> keys) {
        String only = IntStream.range(0, written.size())
                .mapToObj(i -> only(written.get(i), keys.get(i)))
                .collect(Collectors.joining(" AND "));
        String condition = from == to ? " WHERE " + only : "(" + sql.substring(from, to) + ") AND " + only;
        return sql.substring(0, from) + condition + sql.substring(to);
    }

    private static String only(KeySource.Written table, List<RowKey> keys) {
        return keys.isEmpty() ? "FALSE" : table.sql().keyCondition(table.qualifier(), keys);
    }
}
