package dev.movex.core.access;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.DigestSql;
import dev.movex.core.dialect.RowHash;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads hashes of the rows of one planned table on one side: the database hashes the columns that have a common text, the
 * others are streamed and hashed here. Holds no connection, and needs one whose statements are transactions of their
 * own. Immutable and thread-safe.
 */
public final class TableDigests {
    /** How many rows with columns that are compared in Java are in memory at once. */
    private static final int FETCHED = 200;

    private final PlannedTable table;
    private final Dialect dialect;
    private final TableSql sql;
    private final DigestSql digests;
    private final List<Integer> inJava;
    private final int keyColumns;

    TableDigests(PlannedTable table, Side side, Dialect dialect, RowHash hash) {
        this.table = table;
        this.dialect = dialect;
        this.sql = dialect.sql(table, side);
        this.digests = sql.digests(hash);
        this.inJava = hash.comparedInJava(table);
        this.keyColumns = table.key().size();
    }

    /** Computes the digests of some ranges in one statement. */
    public List<Digest> digests(Connection connection, List<KeyRange> ranges) throws SQLException {
        Digest[] found = new Digest[ranges.size()];
        try (PreparedStatement statement = connection.prepareStatement(digests.digests(ranges))) {
            Parameters parameters = new Parameters(statement);
            for (KeyRange range : ranges) {
                parameters.addTexts(sql.parameters(range));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found[row.getInt(1)] = new Digest(
                            row.getLong(2), new BigInteger(row.getString(3)), new BigInteger(row.getString(4)));
                }
            }
        }
        for (int i = 0; !inJava.isEmpty() && i < found.length; i++) {
            found[i] = found[i].plus(ofJavaColumns(connection, ranges.get(i)));
        }
        return List.of(found);
    }

    private Digest ofJavaColumns(Connection connection, KeyRange range) throws SQLException {
        JavaDigest digest = new JavaDigest();
        eachJavaRow(connection, range, digest::add);
        return digest.sum();
    }

    /** Reads the hash of each row of a range, in key order. */
    public Map<RowKey, String> rows(Connection connection, KeyRange range) throws SQLException {
        Map<RowKey, String> hashes = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(digests.rows(range))) {
            new Parameters(statement).addTexts(sql.parameters(range));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    hashes.put(key(row), row.getString(keyColumns + 1));
                }
            }
        }
        if (!inJava.isEmpty()) {
            eachJavaRow(connection, range, (key, hash) -> hashes.merge(key, hash, (a, b) -> a + "/" + b));
        }
        return hashes;
    }

    /**
     * Reads the hashes of the columns that the database hashes, one by one, of the rows with the given keys. Keys without a
     * row are not in the answer.
     */
    public Map<RowKey, List<String>> columns(Connection connection, Collection<RowKey> keys) throws SQLException {
        Map<RowKey, List<String>> hashes = new LinkedHashMap<>();
        for (List<RowKey> page : TableAccess.pages(keys)) {
            int size = TableAccess.powerOfTwo(page.size());
            try (PreparedStatement statement = connection.prepareStatement(digests.columns(size))) {
                TableAccess.bindKeys(statement, page, size);
                try (ResultSet row = statement.executeQuery()) {
                    int columns = row.getMetaData().getColumnCount();
                    while (row.next()) {
                        List<String> ofRow = new ArrayList<>();
                        for (int i = keyColumns + 1; i <= columns; i++) {
                            ofRow.add(row.getString(i));
                        }
                        hashes.put(key(row), ofRow);
                    }
                }
            }
        }
        return hashes;
    }

    private interface JavaRow {
        void accept(RowKey key, String hash);
    }

    private void eachJavaRow(Connection connection, KeyRange range, JavaRow consumer) throws SQLException {
        boolean inTransaction = dialect.streamsInTransactions();
        if (inTransaction) {
            connection.setAutoCommit(false);
        }
        try (PreparedStatement statement = connection.prepareStatement(digests.javaColumns(range))) {
            statement.setFetchSize(dialect.streamingFetchSize(FETCHED));
            new Parameters(statement).addTexts(sql.parameters(range));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    consumer.accept(key(row), JavaColumns.hash(table, inJava, row, keyColumns + 1));
                }
            }
        } finally {
            if (inTransaction) {
                connection.setAutoCommit(true);
            }
        }
    }

    private RowKey key(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>(keyColumns);
        for (int i = 1; i <= keyColumns; i++) {
            parts.add(row.getString(i));
        }
        return new RowKey(parts);
    }
}
