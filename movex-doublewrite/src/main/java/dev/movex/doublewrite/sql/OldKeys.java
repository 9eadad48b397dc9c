package dev.movex.doublewrite.sql;

import java.util.List;

/**
 * A query that locks rows that a statement touches and returns their keys as canonical text.
 *
 * @param sql the query
 * @param parameters the numbers of the statement's parameters that the query takes, in its order
 */
public record OldKeys(String sql, List<Integer> parameters) {
    public OldKeys {
        parameters = List.copyOf(parameters);
    }
}
