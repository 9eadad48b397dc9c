package dev.movex.doublewrite;

import dev.movex.core.dialect.RowLock;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.PlannedTables.Cascade;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds and locks the rows that change by themselves, through foreign keys, when rows of their parents do: parents
 * first, then children, level by level; a row is visited once, so that circles end.
 */
final class CascadeWalk {
    private static final int CHUNK = 500;

    private final SideAccess side;
    private final Connection connection;
    private final boolean deletes;
    private final Map<PlannedTable, Set<RowKey>> found = new LinkedHashMap<>();
    private final Map<PlannedTable, Set<RowKey>> seen = new LinkedHashMap<>();
    private final Deque<Level> levels = new ArrayDeque<>();

    /**
     * @param deletes whether rows are deleted; otherwise columns of theirs change
     */
    CascadeWalk(SideAccess side, Connection connection, boolean deletes) {
        this.side = side;
        this.connection = connection;
        this.deletes = deletes;
    }

    private record Level(PlannedTable table, List<RowKey> keys, Set<String> changed) {}

    /** Returns the keys below rows of a table whose given columns change. */
    Map<PlannedTable, Set<RowKey>> below(PlannedTable table, Collection<RowKey> keys, Set<String> changed)
            throws SQLException {
        add(table, keys, changed);
        while (!levels.isEmpty()) {
            Level level = levels.remove();
            for (Cascade cascade : side.tables().cascades(level.table(), level.changed())) {
                descend(level, cascade);
            }
        }
        return found;
    }

    private List<RowKey> add(PlannedTable table, Collection<RowKey> keys, Set<String> changed) {
        Set<RowKey> known = seen.computeIfAbsent(table, t -> new HashSet<>());
        List<RowKey> fresh = keys.stream().filter(known::add).toList();
        if (!fresh.isEmpty()) {
            levels.add(new Level(table, fresh, changed));
        }
        return fresh;
    }

    private void descend(Level level, Cascade cascade) throws SQLException {
        PlannedTable child = cascade.child();
        Set<String> changed = deletes
                ? child.on(side.side()).columns().stream().map(Column::name).collect(Collectors.toSet())
                : Set.copyOf(cascade.key().columns());
        String sql = side.sql(child).keysByColumns(cascade.key().columns()) + " FOR UPDATE";
        Set<RowKey> children = new LinkedHashSet<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (List<String> values : parentValues(level, cascade)) {
                for (int i = 0; i < values.size(); i++) {
                    select.setString(i + 1, values.get(i));
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        children.add(key(rows, child.key().size()));
                    }
                }
            }
        }
        found.computeIfAbsent(child, c -> new LinkedHashSet<>()).addAll(add(child, children, changed));
    }

    private static RowKey key(ResultSet rows, int parts) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= parts; i++) {
            key.add(rows.getString(i));
        }
        return new RowKey(key);
    }

    /** Locks the parents and reads the values that children refer to. */
    private Set<List<String>> parentValues(Level level, Cascade cascade) throws SQLException {
        TableSql sql = side.sql(level.table());
        List<Integer> places = cascade.key().parentColumns().stream()
                .map(level.table().columns()::indexOf)
                .toList();
        Set<List<String>> values = new LinkedHashSet<>();
        for (int from = 0; from < level.keys().size(); from += CHUNK) {
            List<RowKey> chunk =
                    level.keys().subList(from, Math.min(level.keys().size(), from + CHUNK));
            try (PreparedStatement select =
                    connection.prepareStatement(sql.selectByKeys(chunk.size(), RowLock.UPDATE))) {
                int index = 1;
                for (RowKey key : chunk) {
                    for (String part : key.values()) {
                        select.setString(index++, part);
                    }
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        referred(rows, places, values);
                    }
                }
            }
        }
        return values;
    }

    /** A key with a part that is NULL is referred to by no row. */
    private static void referred(ResultSet rows, List<Integer> places, Set<List<String>> values) throws SQLException {
        List<String> row = new ArrayList<>();
        for (int place : places) {
            @Nullable String value = rows.getString(place + 1);
            if (value != null) {
                row.add(value);
            }
        }
        if (row.size() == places.size()) {
            values.add(row);
        }
    }
}
