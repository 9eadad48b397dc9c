package dev.movex.doublewrite;

import dev.movex.core.dialect.RowLock;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a transaction touched, in that transaction, and says what makes the secondary equal. */
final class ImageReader {
    private static final int MAX_PARAMETERS = 2000;
    private static final Set<ColumnKind> SESSION_TEXTS =
            EnumSet.of(ColumnKind.TIME, ColumnKind.FLOAT, ColumnKind.ARRAY, ColumnKind.SERVER_TEXT);
    /** Read in the session's zone, or padded as it says, by servers other than PostgreSQL. */
    private static final Set<ColumnKind> ZONED = EnumSet.of(ColumnKind.INSTANT, ColumnKind.CHAR);

    private final SideAccess primary;
    private final SideAccess secondary;

    ImageReader(SideAccess primary, SideAccess secondary) {
        this.primary = primary;
        this.secondary = secondary;
    }

    /** Returns what must be written besides replays: first all deletes, since rows may move between planned tables. */
    List<SecondaryWrite> read(Connection connection, PendingWrites pending) throws SQLException {
        Map<PlannedTable, Set<RowKey>> keys = pending.imageKeys();
        if (keys.isEmpty()) {
            return List.of();
        }
        List<SecondaryWrite> writes = new ArrayList<>();
        boolean forms = keys.keySet().stream().anyMatch(this::dependsOnSession);
        if (forms || secondary.settingsOutliveTransactions()) {
            secondary.dialect().canonicalTransaction().forEach(s -> writes.add(new SecondaryWrite.Setting(s)));
        }
        Set<DirtyKey> born = pending.born();
        if (forms) {
            setForms(connection);
        }
        List<SecondaryWrite> upserts = new ArrayList<>();
        try {
            for (Map.Entry<PlannedTable, Set<RowKey>> table : keys.entrySet()) {
                List<Row> rows = rows(connection, table.getKey(), table.getValue());
                writes.addAll(deletes(table.getKey(), table.getValue(), rows, born));
                TableSql target = secondary.sql(table.getKey());
                rows.forEach(r -> upserts.add(SecondaryWrite.Image.upsert(target, r)));
            }
        } finally {
            if (forms) {
                primary.dialect().run(connection, primary.dialect().restoreSession());
            }
        }
        writes.addAll(upserts);
        return writes;
    }

    /** Whether the text of a value may differ with the settings of server, database, user and session. */
    private boolean dependsOnSession(PlannedTable table) {
        boolean texts =
                table.columnsOn(primary.side()).stream().map(Column::kind).anyMatch(SESSION_TEXTS::contains);
        boolean zone = primary.settingsOutliveTransactions()
                && table.columnsOn(primary.side()).stream().map(Column::kind).anyMatch(ZONED::contains);
        return texts
                || zone
                || !primary.dialect().name().equals(secondary.dialect().name());
    }

    private void setForms(Connection connection) throws SQLException {
        primary.dialect().run(connection, primary.dialect().canonicalTransaction());
    }

    private List<Row> rows(Connection connection, PlannedTable table, Set<RowKey> keys) throws SQLException {
        List<RowKey> all = new ArrayList<>(keys);
        List<Row> rows = new ArrayList<>();
        int chunk = Math.max(1, MAX_PARAMETERS / table.key().size());
        for (int from = 0; from < all.size(); from += chunk) {
            rows.addAll(rows(connection, table, all.subList(from, Math.min(all.size(), from + chunk))));
        }
        return rows;
    }

    private List<SecondaryWrite> deletes(PlannedTable table, Set<RowKey> keys, List<Row> rows, Set<DirtyKey> born) {
        Set<RowKey> absent = new LinkedHashSet<>(keys);
        rows.forEach(r -> absent.remove(r.key()));
        String delete = secondary.sql(table).deleteByKey();
        List<SecondaryWrite> deletes = new ArrayList<>();
        for (RowKey key : absent) {
            // what came and went within the transaction need not be there
            long expected = born.contains(new DirtyKey(table.name(), key)) ? 0 : 1;
            deletes.add(SecondaryWrite.Image.delete(delete, key, expected));
        }
        return deletes;
    }

    private List<Row> rows(Connection connection, PlannedTable table, List<RowKey> keys) throws SQLException {
        SessionDefaults defaults = primary.known();
        // a plain read might show a snapshot that is older than what this transaction has met
        RowLock lock = defaults != null && defaults.syntax().readsWithLocks() ? RowLock.SHARE : RowLock.NONE;
        String sql = primary.sql(table).selectByKeys(keys.size(), lock);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (RowKey key : keys) {
                for (String part : key.values()) {
                    statement.setString(index++, part);
                }
            }
            try (ResultSet result = statement.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row(table, result));
                }
                return rows;
            }
        }
    }

    private static Row row(PlannedTable table, ResultSet result) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= table.columns().size(); i++) {
            values.add(result.getString(i));
        }
        List<String> key = new ArrayList<>();
        for (int index : table.keyIndexes()) {
            String part = values.get(index);
            if (part == null) {
                throw new SQLException("Movex: a row of " + table.name() + " has a key that is NULL.");
            }
            key.add(part);
        }
        return new Row(new RowKey(key), values);
    }
}
