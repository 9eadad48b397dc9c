package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.Digest;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.LedgerTransaction;
import dev.movex.testkit.ledger.Row;
import dev.movex.testkit.ledger.TableSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One transaction, or one auto-commit statement, of a writer: its connection, and what it wrote so far. A step notes a
 * write before it sends it where the result is known, and announces it otherwise, so that an error leaves no doubt about
 * what may have been written.
 */
final class Unit {
    private final WriterContext writer;
    private final Connection connection;
    private final SplittableRandom random;
    private final boolean autoCommit;
    private final RandomValues values;
    private LedgerTransaction writes = new LedgerTransaction();

    Unit(WriterContext writer, Connection connection, SplittableRandom random, boolean autoCommit) {
        this.writer = writer;
        this.connection = connection;
        this.random = random;
        this.autoCommit = autoCommit;
        this.values = new RandomValues(random);
    }

    Connection connection() {
        return connection;
    }

    SplittableRandom random() {
        return random;
    }

    RandomValues values() {
        return values;
    }

    WriterContext writer() {
        return writer;
    }

    Ledger ledger() {
        return writer.ledger();
    }

    boolean autoCommit() {
        return autoCommit;
    }

    boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    LedgerTransaction writes() {
        return writes;
    }

    /** Goes back to what was written at a savepoint. */
    void restore(LedgerTransaction atSavepoint) {
        writes = atSavepoint;
    }

    /** Returns a row that the writer inserted, as this transaction sees it. */
    @Nullable Row find(TableSpec table, String key) {
        if (writes.deleted(table, key)) {
            return null;
        }
        Row written = writes.row(table, key);
        return written != null ? written : writer.memory().get(table, key);
    }

    /** Returns any row that the writer inserted, in this transaction or before. */
    @Nullable Row any(TableSpec table) {
        List<Row> fresh = writes.rows(table);
        if (!fresh.isEmpty() && chance(3)) {
            Row row = fresh.get(random.nextInt(fresh.size()));
            return ledger().isLoaded(table, row.key()) ? null : row;
        }
        Row remembered = writer.memory().any(table, random);
        return remembered == null ? null : find(table, remembered.key());
    }

    /** Returns a loaded row of the writer's share, locked if this is a transaction, or null if there is none at hand. */
    @Nullable Row loaded(TableSpec table) throws SQLException {
        long number = writer.share().number(table, random);
        String key = table.equals(ShopTables.PRODUCTS) ? ShopTables.sku(number) : String.valueOf(number);
        Row seen = writes.row(table, key);
        if (seen != null || number == 0 || writes.deleted(table, key)) {
            return seen;
        }
        Digest expected = ledger().expected(table, key);
        if (ledger().isQuarantined(table, key) || ledger().counterKeys().contains(key)) {
            return null;
        }
        Object value = table.equals(ShopTables.PRODUCTS) ? key : (Object) number;
        Row row = select(table, List.of(value), !autoCommit);
        require(row == null == expected.equals(Digest.ABSENT), table, key, "is there or not, against the ledger");
        require(
                row == null || row.digest().equals(expected),
                table,
                key,
                "was read with other content than acknowledged");
        return row;
    }

    /** Returns a row of the writer, remembered or loaded. */
    @Nullable Row anyOrLoaded(TableSpec table) throws SQLException {
        Row row = chance(2) ? any(table) : null;
        return row != null ? row : loaded(table);
    }

    @Nullable Row select(TableSpec table, List<Object> key, boolean forUpdate) throws SQLException {
        String sql = "SELECT " + table.columnList() + " FROM " + table.name() + " WHERE " + table.keyCondition()
                + (forUpdate ? " FOR UPDATE" : "");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, key.toArray());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Row.read(table, rows) : null;
            }
        }
    }

    /** Reads a row back and compares it with what the writer believes. */
    void verify(Row row) throws SQLException {
        Row read = select(row.table(), row.keyValues(), false);
        require(read != null, row.table(), row.key(), "was not found by its writer");
        require(
                read == null || read.digest().equals(row.digest()),
                row.table(),
                row.key(),
                "was read by its writer with other content than written");
    }

    /** Sends an update of exactly one row, which the writer knows completely. */
    void updateOne(Row after, String sql, @Nullable Object... parameters) throws SQLException {
        writes.put(after);
        requireCount(1, update(sql, parameters), sql);
        if (!autoCommit && chance(3)) {
            verify(after);
        }
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value instanceof List<?> list) {
                statement.setArray(i + 1, connection.createArrayOf("text", new ArrayList<>(list).toArray()));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** Returns whether two decimals are the same, their scale included. */
    static boolean identical(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return String.valueOf(one).equals(String.valueOf(other));
    }

    void requireCount(int expected, int actual, String sql) {
        if (expected != actual) {
            throw new Contradiction(expected + " rows were expected and " + actual + " reported by: " + sql);
        }
    }

    void require(boolean holds, TableSpec table, String key, String what) {
        if (!holds) {
            throw new Contradiction(table + " " + key + ": " + what);
        }
    }
}
