package dev.movex.core.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Asks what needs a look at every row of a table, as long as that takes little time. */
final class SlowQuestion {
    private SlowQuestion() {}

    /**
     * Asks for one number.
     *
     * @param columns what the query looks at; if empty, it is not asked
     * @param query gives one number
     * @param seconds after which the answer is not worth waiting for
     */
    static OptionalLong number(Dialect dialect, Connection connection, String columns, String query, int seconds)
            throws SQLException {
        return numbers(dialect, connection, columns, query, seconds).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** As {@link #number} for a row of numbers; empty if there is no answer. */
    static List<Long> numbers(Dialect dialect, Connection connection, String columns, String query, int seconds)
            throws SQLException {
        List<Long> numbers = new ArrayList<>();
        if (columns.isEmpty()) {
            return numbers;
        }
        try (PreparedStatement statement = dialect.prepareLimited(connection, query, seconds);
                ResultSet row = statement.executeQuery()) {
            int columnsRead = row.next() ? row.getMetaData().getColumnCount() : 0;
            for (int i = 1; i <= columnsRead; i++) {
                numbers.add(row.getLong(i));
            }
        } catch (SQLException e) {
            if (!connection.isValid(seconds)) {
                throw e;
            }
            // too slow, or not allowed: that is told elsewhere
        }
        return numbers;
    }
}
