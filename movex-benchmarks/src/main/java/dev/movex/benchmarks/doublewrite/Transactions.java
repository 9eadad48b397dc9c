package dev.movex.benchmarks.doublewrite;

import dev.movex.benchmarks.harness.Load;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** The transactions of one writer, as an application sends them: connection, statements, commit, close. */
final class Transactions implements Load.Call {
    static final int ROWS = 20_000;
    private static final AtomicLong NEXT_ID = new AtomicLong(10_000_000);
    private static final Timestamp CREATED = Timestamp.valueOf("2026-11-01 12:00:00.123456");

    private final List<DataSource> databases;
    private final Shape shape;
    private final String insert;
    private final String update;
    private final SplittableRandom random;
    private final int thread;
    private final int threads;

    /** @param databases where each statement is sent to, one after the other */
    Transactions(List<DataSource> databases, String table, Shape shape, int thread, int threads) {
        this.databases = List.copyOf(databases);
        this.shape = shape;
        this.insert = "INSERT INTO " + table
                + " (id, user_id, sku, qty, price, status, note, created_at, utime) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        this.update = "UPDATE " + table + " SET status = ?, qty = ?, utime = ? WHERE id = ?";
        this.random = new SplittableRandom(42 + thread);
        this.thread = thread;
        this.threads = threads;
    }

    @Override
    public void run() throws SQLException {
        if (databases.size() == 1) {
            try (Connection only = databases.get(0).getConnection()) {
                write(List.of(only));
            }
            return;
        }
        try (Connection first = databases.get(0).getConnection();
                Connection second = databases.get(1).getConnection()) {
            write(List.of(first, second));
        }
    }

    private void write(List<Connection> connections) throws SQLException {
        if (shape.autoCommit()) {
            statement(connections, 0);
            return;
        }
        for (Connection each : connections) {
            each.setAutoCommit(false);
        }
        try {
            for (int i = 0; i < shape.statements(); i++) {
                statement(connections, i);
            }
            for (Connection each : connections) {
                each.commit();
            }
        } catch (SQLException e) {
            for (Connection each : connections) {
                each.rollback();
            }
            throw e;
        } finally {
            for (Connection each : connections) {
                each.setAutoCommit(true);
            }
        }
    }

    private void statement(List<Connection> connections, int index) throws SQLException {
        if (shape.kind().inserts(index)) {
            long id = NEXT_ID.incrementAndGet();
            for (Connection each : connections) {
                insert(each, id);
            }
        } else {
            // each writer has rows of its own, so that what is measured is not the wait for another's lock
            long id = (long) random.nextInt(ROWS / threads) * threads + thread;
            int quantity = random.nextInt(100);
            for (Connection each : connections) {
                update(each, id, quantity);
            }
        }
    }

    private void insert(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, id);
            statement.setLong(2, id % 1_000);
            statement.setString(3, "SKU-0123456789-ABCDEFGHIJ");
            statement.setInt(4, 3);
            statement.setBigDecimal(5, new BigDecimal("19.99"));
            statement.setString(6, "NEW");
            statement.setString(7, "a note of the length that notes have in shops, which is not very long");
            statement.setTimestamp(8, CREATED);
            statement.setLong(9, id);
            statement.executeUpdate();
        }
    }

    private void update(Connection connection, long id, int quantity) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, "PAID");
            statement.setInt(2, quantity);
            statement.setLong(3, quantity);
            statement.setLong(4, id);
            statement.executeUpdate();
        }
    }
}
