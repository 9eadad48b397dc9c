package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.OldKeys;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queries that find keys beside the application's statement, in its transaction. */
final class KeyQueries {
    private static final int CHUNK = 500;

    private final Unit unit;
    private final SideAccess side;

    KeyQueries(Unit unit) {
        this.unit = unit;
        this.side = unit.lease().access();
    }

    /** Runs a query with parameters of the statement and returns the texts of each row. */
    List<List<@Nullable String>> texts(OldKeys query, Params params) throws SQLException {
        try (PreparedStatement select = unit.physical().prepareStatement(query.sql())) {
            params.bind(select, query.parameters());
            try (ResultSet rows = select.executeQuery()) {
                return texts(rows, 1, rows.getMetaData().getColumnCount());
            }
        }
    }

    /** Runs queries one after the other and returns all keys that they find. */
    Set<RowKey> keys(List<OldKeys> queries, Params params, int parts) throws SQLException {
        Set<RowKey> keys = new LinkedHashSet<>();
        for (OldKeys query : queries) {
            keys.addAll(keys(texts(query, params), 0, parts));
        }
        return keys;
    }

    static List<List<@Nullable String>> texts(ResultSet rows, int from, int count) throws SQLException {
        List<List<@Nullable String>> all = new ArrayList<>();
        while (rows.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = from; i < from + count; i++) {
                row.add(rows.getString(i));
            }
            all.add(row);
        }
        return all;
    }

    /** Returns the keys in some columns of rows, each once; an outer join may leave them out. */
    // parts of a key are NULL only where there is no row
    @SuppressWarnings("NullAway")
    static List<RowKey> keys(List<List<@Nullable String>> rows, int from, int parts) {
        return rows.stream()
                .map(row -> row.subList(from, from + parts))
                .filter(key -> !key.contains(null))
                .map(RowKey::new)
                .distinct()
                .toList();
    }

    /** Returns those keys that rows have, as they are stored. */
    Set<RowKey> stored(PlannedTable table, Collection<RowKey> keys) throws SQLException {
        List<RowKey> all = List.copyOf(new LinkedHashSet<>(keys));
        Set<RowKey> found = new LinkedHashSet<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<RowKey> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            String sql = side.sql(table).selectKeys(chunk.size()) + " FOR UPDATE";
            try (PreparedStatement select = unit.physical().prepareStatement(sql)) {
                int index = 1;
                for (RowKey key : chunk) {
                    for (String part : key.values()) {
                        select.setString(index++, part);
                    }
                }
                try (ResultSet rows = select.executeQuery()) {
                    found.addAll(keys(
                            texts(rows, 1, table.key().size()), 0, table.key().size()));
                }
            }
        }
        return found;
    }

    /**
     * Returns the keys of rows whose counted column has a value from a first one on: those that this transaction has
     * inserted, and perhaps others that were committed meanwhile, which does no harm. Rows that others hold are skipped.
     *
     * @param rows how many values can have been given out; 0 if that is not known
     */
    Set<RowKey> countedFrom(PlannedTable table, Column counter, long first, long rows) throws SQLException {
        String column = side.dialect().quote(counter.name());
        String keys = String.join(
                ", ",
                table.on(side.side()).key().stream().map(side.dialect()::quote).toList());
        String upTo =
                rows == 0 ? "" : " AND " + column + " <= " + first + " + " + rows + " * @@auto_increment_increment";
        String sql = "SELECT " + keys + " FROM " + side.sql(table).table() + " WHERE " + column + " >= " + first + upTo
                + " FOR UPDATE SKIP LOCKED";
        try (PreparedStatement select = unit.physical().prepareStatement(sql);
                ResultSet found = select.executeQuery()) {
            int parts = table.key().size();
            return new LinkedHashSet<>(keys(texts(found, 1, parts), 0, parts));
        }
    }
}
