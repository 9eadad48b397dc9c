package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.TableAccess;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a migration has written down, page by page, and the rows that it speaks of. Everything is read when it is asked
 * for. Thread-safe.
 */
public final class MigrationRecords {
    private final MigrationParts parts;

    MigrationRecords(MigrationParts parts) {
        this.parts = parts;
    }

    /**
     * Reads lines of the log of a kind: {@code transition}, {@code evidence}, {@code inconsistency}, {@code dead_letter}
     * and what {@link #note} has written. Before the first move there are none.
     *
     * @param after the number of the last line that is known; 0 for none
     * @param limit how many lines at most
     * @throws dev.movex.core.access.DatabaseUnavailable if the target does not answer
     */
    public List<LogEntry> log(String kind, long after, int limit) {
        return installed() ? asked(() -> parts.records().page(kind, after, limit)) : List.of();
    }

    /** Appends a line to the log. Nothing is kept before the first move. */
    public void note(String kind, String body) {
        if (installed()) {
            asked(() -> {
                parts.records().append(kind, body);
                return body;
            });
        }
    }

    /** Returns the names of a table's moved columns, in the order of the plan. */
    public Optional<List<String>> columns(String table) {
        return parts.plan().find(table).map(PlannedTable::columns);
    }

    /**
     * Reads a row on both sides, without locks. What it returns are values of rows: show them to those alone who may see
     * the rows themselves.
     *
     * @param key the key's values in the key's order
     * @return the value of each moved column per side that has such a row
     * @throws MovexException with code {@code NO_SUCH_TABLE} or {@code KEY_DOES_NOT_FIT}
     */
    public Map<Side, Map<String, @Nullable String>> rows(String table, List<String> key) {
        PlannedTable planned = parts.plan()
                .find(table)
                .orElseThrow(() -> new MovexException(
                        "NO_SUCH_TABLE",
                        "The plan has no table " + table + ".",
                        "Name it as the list of tables does."));
        if (planned.key().size() != key.size()) {
            throw new MovexException(
                    "KEY_DOES_NOT_FIT",
                    "The key of " + table + " has " + planned.key().size() + " columns: "
                            + String.join(", ", planned.key()) + ".",
                    "Give one value for each.");
        }
        Map<Side, Map<String, @Nullable String>> rows = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            asked(() -> row(planned, side, new RowKey(key))).ifPresent(row -> rows.put(side, values(planned, row)));
        }
        return rows;
    }

    private Optional<Row> row(PlannedTable table, Side side, RowKey key) throws SQLException {
        TableAccess access = parts.databases().table(table, side);
        return Optional.ofNullable(Transactions.in(
                        parts.databases(), side, connection -> access.readRows(connection, List.of(key), RowLock.NONE))
                .get(key));
    }

    private static Map<String, @Nullable String> values(PlannedTable table, Row row) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.put(table.columns().get(i), row.values().get(i));
        }
        return values;
    }

    private boolean installed() {
        return parts.authority().row() != null;
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new MovexException(
                    "DATABASE_FAILED",
                    "A database could not be asked (SQLState " + e.getSQLState() + ").",
                    "Look at the health of both sides, and at the servers' logs.",
                    e);
        }
    }
}
