package dev.movex.doublewrite;

import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one database answered. Lives while it is compared. */
final class ShadowAnswer {
    private static final int SECONDS = 5;

    private final List<List<@Nullable String>> rows;
    private final int[] keyColumns;

    private ShadowAnswer(List<List<@Nullable String>> rows, int[] keyColumns) {
        this.rows = rows;
        this.keyColumns = keyColumns;
    }

    /**
     * Asks a database, in a transaction that can write nothing.
     *
     * @param key the names of the columns that identify a row; empty if there are none
     * @return null if there are more rows than are compared
     */
    @Nullable static ShadowAnswer of(SideAccess side, ShadowRead read, int maxRows, List<String> key) throws SQLException {
        try (Connection connection = side.pool().getConnection()) {
            boolean readOnly = connection.isReadOnly();
            int wait = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 2 * SECONDS * 1000);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (PreparedStatement statement = side.dialect().prepareLimited(connection, read.sql(), SECONDS)) {
                statement.setMaxRows(maxRows + 1);
                read.params().bind(statement);
                try (ResultSet result = statement.executeQuery()) {
                    return read(result, maxRows, key);
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(readOnly);
                connection.setNetworkTimeout(Runnable::run, wait);
            }
        }
    }

    @Nullable private static ShadowAnswer read(ResultSet result, int maxRows, List<String> key) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            labels.add(result.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        int[] keyColumns = key.stream()
                .mapToInt(name -> labels.indexOf(name.toLowerCase(Locale.ROOT)))
                .toArray();
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (result.next()) {
            if (rows.size() == maxRows) {
                return null;
            }
            List<@Nullable String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                row.add(result.getString(i));
            }
            rows.add(row);
        }
        return new ShadowAnswer(rows, keyColumns);
    }

    boolean sameOrder(ShadowAnswer other) {
        return rows.equals(other.rows);
    }

    /** Returns the rows that one of the two has more often than the other: how often, above zero for this one. */
    Map<List<@Nullable String>, Integer> differences(ShadowAnswer other) {
        Map<List<@Nullable String>, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        other.rows.forEach(row -> counts.merge(row, -1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Returns the key of a row; null if the answer does not hold it. */
    @Nullable RowKey key(List<@Nullable String> row) {
        List<String> parts = new ArrayList<>();
        for (int column : keyColumns) {
            String part = column < 0 ? null : row.get(column);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts.isEmpty() ? null : new RowKey(parts);
    }
}
