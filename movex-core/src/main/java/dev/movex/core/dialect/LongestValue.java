package dev.movex.core.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** Asks for the longest value of a table, as long as that takes little time. */
final class LongestValue {
    private LongestValue() {}

    /**
     * @param columns what the query looks at; if empty, it is not asked
     * @param query gives one number
     * @param seconds after which the answer is not worth waiting for
     */
    static OptionalLong read(Connection connection, String columns, String query, int seconds) throws SQLException {
        if (columns.isEmpty()) {
            return OptionalLong.empty();
        }
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(seconds);
            try (ResultSet row = statement.executeQuery(query)) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException e) {
            if (!connection.isValid(seconds)) {
                throw e;
            }
            // too slow, or not allowed: that is told elsewhere
            return OptionalLong.empty();
        }
    }
}
