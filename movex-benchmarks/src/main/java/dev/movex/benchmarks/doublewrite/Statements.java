package dev.movex.benchmarks.doublewrite;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The statements of one writer, one after the other, with values of their own. */
final class Statements {
    static final int ROWS = 20_000;
    private static final AtomicLong NEXT_ID = new AtomicLong(10_000_000);
    private static final Timestamp CREATED = Timestamp.valueOf("2026-11-01 12:00:00.123456");

    private final Shape shape;
    private final String insert;
    private final String update;
    private final SplittableRandom random;
    private final int thread;
    private final int threads;

    Statements(String table, Shape shape, int thread, int threads) {
        this.shape = shape;
        this.insert = "INSERT INTO " + table
                + " (id, user_id, sku, qty, price, status, note, created_at, utime) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        this.update = "UPDATE " + table + " SET status = ?, qty = ?, utime = ? WHERE id = ?";
        this.random = new SplittableRandom(42 + thread);
        this.thread = thread;
        this.threads = threads;
    }

    /** A statement's text and how its values are set. */
    record One(String sql, Values values) {
        PreparedStatement on(Connection connection) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            values.set(statement);
            return statement;
        }
    }

    interface Values {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Returns a number that was not given out before. */
    static long newId() {
        return NEXT_ID.incrementAndGet();
    }

    /** @param index its place in the transaction */
    One next(int index) {
        if (shape.kind().inserts(index)) {
            long id = newId();
            return new One(insert, statement -> insert(statement, id));
        }
        // each writer has rows of its own, so that what is measured is not the wait for another's lock
        long id = (long) random.nextInt(ROWS / threads) * threads + thread;
        int quantity = random.nextInt(100);
        return new One(update, statement -> update(statement, id, quantity));
    }

    private static void insert(PreparedStatement statement, long id) throws SQLException {
        statement.setLong(1, id);
        statement.setLong(2, id % 1_000);
        statement.setString(3, "SKU-0123456789-ABCDEFGHIJ");
        statement.setInt(4, 3);
        statement.setBigDecimal(5, new BigDecimal("19.99"));
        statement.setString(6, "NEW");
        statement.setString(7, "a note of the length that notes have in shops, which is not very long");
        statement.setTimestamp(8, CREATED);
        statement.setLong(9, id);
    }

    private static void update(PreparedStatement statement, long id, int quantity) throws SQLException {
        statement.setString(1, "PAID");
        statement.setInt(2, quantity);
        statement.setLong(3, quantity);
        statement.setLong(4, id);
    }
}
