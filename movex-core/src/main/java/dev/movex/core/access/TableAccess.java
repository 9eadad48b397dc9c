package dev.movex.core.access;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the rows of one planned table on one side. Holds no connection: each method runs on the caller's and
 * leaves its transaction to the caller. Immutable and thread-safe.
 */
public final class TableAccess {
    /** How many keys one statement names at most. */
    static final int PAGE = 256;

    /** How many rows one statement inserts at most, and from how many characters on it takes no more. */
    private static final int INSERTED_ROWS = 256;

    private static final long INSERTED_SIZE = 500_000;

    private final PlannedTable table;
    private final TableSql sql;
    private final int[] keyIndexes;

    TableAccess(PlannedTable table, Side side, Dialect dialect) {
        this.table = table;
        this.sql = dialect.sql(table, side);
        this.keyIndexes = table.keyIndexes();
    }

    /** Returns the planned table. */
    public PlannedTable table() {
        return table;
    }

    /** Returns the statements that this side understands. */
    public TableSql sql() {
        return sql;
    }

    /**
     * Reads the rows of the given keys, locking them in key order. Keys without a row are not in the answer. A row is
     * found under the key that was asked for, even where the database keeps an equal key in another text.
     */
    public Map<RowKey, Row> readRows(Connection connection, Collection<RowKey> keys, RowLock lock) throws SQLException {
        Map<RowKey, Row> rows = new LinkedHashMap<>();
        for (List<RowKey> page : pages(keys)) {
            List<Row> found = select(connection, page, lock);
            Set<RowKey> asked = new LinkedHashSet<>(page);
            if (found.stream().allMatch(row -> asked.contains(row.key()))) {
                found.forEach(row -> rows.put(row.key(), row));
            } else {
                for (RowKey key : asked) {
                    select(connection, List.of(key), lock).forEach(row -> rows.put(key, row));
                }
            }
        }
        return rows;
    }

    private List<Row> select(Connection connection, List<RowKey> keys, RowLock lock) throws SQLException {
        int size = powerOfTwo(keys.size());
        try (PreparedStatement statement = connection.prepareStatement(sql.selectByKeys(size, lock))) {
            bindKeys(statement, keys, size);
            List<Row> rows = rows(statement);
            // where keys are told apart by their bytes, the database may have met rows of other keys
            return table.keysByBytes()
                    ? rows.stream().filter(row -> keys.contains(row.key())).toList()
                    : rows;
        }
    }

    /** Returns which of the given keys have a row. */
    public Set<RowKey> readKeys(Connection connection, Collection<RowKey> keys) throws SQLException {
        Set<RowKey> found = new LinkedHashSet<>();
        for (List<RowKey> page : pages(keys)) {
            List<RowKey> present = selectKeys(connection, page);
            if (page.containsAll(present)) {
                found.addAll(present);
            } else {
                for (RowKey key : page) {
                    if (!selectKeys(connection, List.of(key)).isEmpty()) {
                        found.add(key);
                    }
                }
            }
        }
        return found;
    }

    private List<RowKey> selectKeys(Connection connection, List<RowKey> keys) throws SQLException {
        int size = powerOfTwo(keys.size());
        try (PreparedStatement statement = connection.prepareStatement(sql.selectKeys(size))) {
            bindKeys(statement, keys, size);
            List<RowKey> found = keys(statement);
            return table.keysByBytes() ? found.stream().filter(keys::contains).toList() : found;
        }
    }

    /**
     * Returns, for each key, the one form that all equal keys share. A key in a journal row was read in a session of the
     * application, whose time zone may differ.
     */
    public Map<RowKey, RowKey> canonical(Connection connection, Collection<RowKey> keys) throws SQLException {
        Map<RowKey, RowKey> forms = new LinkedHashMap<>();
        for (RowKey key : keys) {
            if (sql.exactKeys()) {
                forms.put(key, key);
            } else {
                try (PreparedStatement statement = connection.prepareStatement(sql.canonicalKey())) {
                    new Parameters(statement).add(key);
                    forms.put(key, keys(statement).get(0));
                }
            }
        }
        return forms;
    }

    /** Reads the keys of the rows that have the given values in the given columns. */
    public List<RowKey> keysByColumns(Connection connection, List<String> columns, List<String> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.keysByColumns(columns))) {
            Parameters parameters = new Parameters(statement);
            for (String value : values) {
                parameters.add(value);
            }
            return keys(statement);
        }
    }

    /**
     * Writes full images, whether or not the rows exist.
     *
     * @throws SQLException a unique violation, if a row of the same key does not belong to the planned table
     */
    public void upsert(Connection connection, Collection<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.upsert())) {
            for (Row row : rows) {
                new Parameters(statement).addAll(row.values());
                statement.addBatch();
            }
            for (int count : statement.executeBatch()) {
                if (count >= 0 && count < sql.upsertCounts()) {
                    throw new SQLException(
                            "Movex: a row of " + sql.table() + " has the key of one of " + table.name()
                                    + " and does not belong to it.",
                            "23505");
                }
            }
        }
    }

    /** Writes full images of rows whose key does not exist; returns how many of them were not there before. */
    public int insertIfAbsent(Connection connection, Collection<Row> rows) throws SQLException {
        Set<RowKey> present = readKeys(connection, rows.stream().map(Row::key).toList());
        return insert(
                connection,
                rows.stream().filter(row -> !present.contains(row.key())).toList());
    }

    /**
     * As {@link #insertIfAbsent} for rows that are thought not to be there; those that are stay as they are, and count.
     */
    public int insert(Connection connection, Collection<Row> rows) throws SQLException {
        List<Row> trip = new ArrayList<>();
        long size = 0;
        for (Row row : rows) {
            trip.add(row);
            size += size(row);
            if (trip.size() == INSERTED_ROWS || size > INSERTED_SIZE) {
                insertTrip(connection, trip);
                trip.clear();
                size = 0;
            }
        }
        insertTrip(connection, trip);
        return rows.size();
    }

    /** Cuts what is left at powers of two, so that a few statement texts serve every number of rows. */
    private void insertTrip(Connection connection, List<Row> rows) throws SQLException {
        int from = 0;
        while (from < rows.size()) {
            int count = Integer.highestOneBit(rows.size() - from);
            try (PreparedStatement statement = connection.prepareStatement(sql.insertIfAbsent(count))) {
                Parameters parameters = new Parameters(statement);
                for (Row row : rows.subList(from, from + count)) {
                    parameters.addAll(row.values());
                }
                statement.executeUpdate();
            }
            from += count;
        }
    }

    static long size(Row row) {
        long size = 0;
        for (String value : row.values()) {
            size += value == null ? 0 : value.length();
        }
        return size;
    }

    /** Deletes rows; returns how many there were. */
    public int delete(Connection connection, Collection<RowKey> keys) throws SQLException {
        if (keys.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.deleteByKey())) {
            for (RowKey key : keys) {
                new Parameters(statement).add(key);
                statement.addBatch();
            }
            return sum(statement.executeBatch());
        }
    }

    /** Returns the key of the row that is the given number of rows into the range, counted from 1. */
    public Optional<RowKey> boundary(Connection connection, KeyRange range, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.boundary(range))) {
            new Parameters(statement).addTexts(sql.parameters(range)).add(rows - 1);
            return keys(statement).stream().findFirst();
        }
    }

    /** Returns the size in bytes of the range's values that may be large; 0 where no column holds such. */
    public long weigh(Connection connection, KeyRange range) throws SQLException {
        if (!sql.anyLong()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.weigh(range))) {
            new Parameters(statement).addTexts(sql.parameters(range));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Returns the sizes in bytes of those values that may be large, of the rows with the given keys; nothing where no column
     * holds such.
     */
    public Map<RowKey, Long> weigh(Connection connection, Collection<RowKey> keys) throws SQLException {
        Map<RowKey, Long> weights = new LinkedHashMap<>();
        for (List<RowKey> page : sql.anyLong() ? pages(keys) : List.<List<RowKey>>of()) {
            int size = powerOfTwo(page.size());
            try (PreparedStatement statement = connection.prepareStatement(sql.weighKeys(size))) {
                bindKeys(statement, page, size);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        weights.put(key(row, 1), row.getLong(keyIndexes.length + 1));
                    }
                }
            }
        }
        return weights;
    }

    /** Returns whether the range has a row. */
    public boolean anyRow(Connection connection, KeyRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.anyRow(range))) {
            new Parameters(statement).addTexts(sql.parameters(range));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Reads the rows of a range in key order. */
    public List<Row> readRange(Connection connection, KeyRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.selectRange(range))) {
            new Parameters(statement).addTexts(sql.parameters(range));
            return rows(statement);
        }
    }

    /**
     * Reads rows that changed, in the order of (update time, key).
     *
     * @param after the last row that was read; its key is null to begin at its update time, that one included
     * @param before the update time to stop at, in canonical text
     */
    public List<ChangedKey> changedSince(Connection connection, Cursor after, String before, int limit)
            throws SQLException {
        String text = after.key() == null ? sql.changedFrom() : sql.changedSince();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            new Parameters(statement)
                    .addTexts(
                            after.key() == null
                                    ? List.of(after.updateTime())
                                    : sql.parameters(after.updateTime(), after.key()))
                    .add(before)
                    .add(limit);
            List<ChangedKey> changed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    changed.add(new ChangedKey(row.getString(1), key(row, 2)));
                }
            }
            return changed;
        }
    }

    /**
     * A place in the order of (update time, key).
     *
     * @param updateTime the update time in canonical text
     * @param key the key of the row that was read last; null if none was
     */
    public record Cursor(String updateTime, @Nullable RowKey key) {}

    private List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        int columns = table.columns().size();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                List<@Nullable String> values = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    values.add(JavaColumns.canonical(table.forms().get(i - 1), row.getString(i)));
                }
                rows.add(table.row(values));
            }
        }
        return rows;
    }

    private List<RowKey> keys(PreparedStatement statement) throws SQLException {
        List<RowKey> keys = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                keys.add(key(row, 1));
            }
        }
        return keys;
    }

    private RowKey key(ResultSet row, int from) throws SQLException {
        List<String> parts = new ArrayList<>(keyIndexes.length);
        for (int i = 0; i < keyIndexes.length; i++) {
            parts.add(row.getString(from + i));
        }
        return new RowKey(parts);
    }

    /** Repeats the last key, so that a few statement texts serve every number of keys. */
    static void bindKeys(PreparedStatement statement, List<RowKey> keys, int size) throws SQLException {
        Parameters parameters = new Parameters(statement);
        for (int i = 0; i < size; i++) {
            parameters.add(keys.get(Math.min(i, keys.size() - 1)));
        }
    }

    static int powerOfTwo(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    static List<List<RowKey>> pages(Collection<RowKey> keys) {
        List<List<RowKey>> pages = new ArrayList<>();
        Iterator<RowKey> iterator = keys.iterator();
        while (iterator.hasNext()) {
            List<RowKey> page = new ArrayList<>(Math.min(PAGE, keys.size()));
            while (iterator.hasNext() && page.size() < PAGE) {
                page.add(iterator.next());
            }
            pages.add(page);
        }
        return pages;
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += Math.max(0, count);
        }
        return sum;
    }
}
