package dev.movex.core.control;

import dev.movex.core.dialect.Dialect;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

/**
 * Reads and clears the journal of a migration on one side. Journal rows are written by {@link Fence#journal}, inside
 * the transactions they speak of. Runs on the caller's connection and transaction. Immutable and thread-safe.
 */
public final class Journal {
    private static final int PAGE = 1000;
    private static final int FETCHED_IDS = 10_000;

    private final String migration;
    private final Dialect dialect;

    public Journal(String migration, Dialect dialect) {
        this.migration = migration;
        this.dialect = dialect;
    }

    /** Reads up to {@code limit} pending rows with ids above the given one, in the order of their ids. */
    public List<JournalRow> read(Connection connection, long aboveId, int limit) throws SQLException {
        List<JournalRow> rows = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.control().readJournalAfter())) {
            statement.setString(1, migration);
            statement.setLong(2, aboveId);
            statement.setInt(3, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new JournalRow(
                            row.getLong(1),
                            row.getLong(2),
                            KeysJson.read(row.getString(3)),
                            Duration.ofMillis(Math.max(0, row.getLong(4)))));
                }
            }
        }
        return rows;
    }

    /** Reads all pending rows, page by page. */
    public List<JournalRow> readAll(Connection connection) throws SQLException {
        List<JournalRow> all = new ArrayList<>();
        List<JournalRow> page;
        do {
            page = read(
                    connection,
                    all.isEmpty() ? Long.MIN_VALUE : all.get(all.size() - 1).id(),
                    PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /** Reads the keys that pending rows name. */
    public Set<DirtyKey> pendingKeys(Connection connection) throws SQLException {
        Set<DirtyKey> keys = new LinkedHashSet<>();
        readAll(connection).forEach(row -> keys.addAll(row.keys()));
        return keys;
    }

    /** Reads the ids of all pending rows, sorted: far less than the rows themselves. */
    public long[] ids(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.control().readJournalIds())) {
            statement.setString(1, migration);
            statement.setFetchSize(FETCHED_IDS);
            try (ResultSet row = statement.executeQuery()) {
                LongStream.Builder ids = LongStream.builder();
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
                return ids.build().toArray();
            }
        }
    }

    /** Hands the keys of those of the given rows that are still pending to the consumer, with the rows' ids. */
    public void readKeys(Connection connection, long[] ids, BiConsumer<Long, List<DirtyKey>> consumer)
            throws SQLException {
        for (int from = 0; from < ids.length; from += PAGE) {
            long[] page = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + PAGE));
            int size = powerOfTwo(page.length);
            try (PreparedStatement statement =
                    connection.prepareStatement(dialect.control().readJournalKeys(size))) {
                for (int i = 0; i < size; i++) {
                    statement.setLong(i + 1, page[Math.min(i, page.length - 1)]);
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        consumer.accept(row.getLong(1), KeysJson.read(row.getString(2)));
                    }
                }
            }
        }
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    /** Deletes exactly the given rows; returns how many there still were. */
    public int delete(Connection connection, Collection<Long> ids) throws SQLException {
        return delete(connection, dialect, ids);
    }

    /** As the other method, for who knows the ids alone. */
    public static int delete(Connection connection, Dialect dialect, Collection<Long> ids) throws SQLException {
        List<Long> all = List.copyOf(ids);
        int deleted = 0;
        for (int from = 0; from < all.size(); from += PAGE) {
            deleted += deletePage(connection, dialect, all.subList(from, Math.min(all.size(), from + PAGE)));
        }
        return deleted;
    }

    /** Repeats the last id, so that a few statement texts serve every number of ids. */
    private static int deletePage(Connection connection, Dialect dialect, List<Long> ids) throws SQLException {
        int size = powerOfTwo(ids.size());
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.control().deleteJournal(size))) {
            for (int i = 0; i < size; i++) {
                statement.setLong(i + 1, ids.get(Math.min(i, ids.size() - 1)));
            }
            return statement.executeUpdate();
        }
    }

    /**
     * Deletes all rows of the migration, a page per call: by their exact ids, since a delete that searches for them would
     * wait for the open transactions of other migrations on MySQL and MariaDB.
     *
     * @return how many were deleted; 0 if none is left
     */
    public int forgetPage(Connection connection) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.control().journalIds())) {
            statement.setString(1, migration);
            statement.setInt(2, PAGE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return delete(connection, ids);
    }

    /** Reads how much is pending. */
    public JournalDepth depth(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.control().journalDepth())) {
            statement.setString(1, migration);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new JournalDepth(row.getLong(1), Duration.ofMillis(Math.max(0, row.getLong(2))));
            }
        }
    }
}
