package dev.movex.benchmarks.doublewrite;

import dev.movex.benchmarks.harness.Load;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The transactions of one writer, as an application sends them: connection, statements, commit, close. */
final class Transactions implements Load.Call {
    private final List<DataSource> databases;
    private final Shape shape;
    private final Statements statements;

    /** @param databases where each statement is sent to, one after the other */
    Transactions(List<DataSource> databases, Shape shape, Statements statements) {
        this.databases = List.copyOf(databases);
        this.shape = shape;
        this.statements = statements;
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
        Statements.One one = statements.next(index);
        for (Connection each : connections) {
            try (PreparedStatement statement = one.on(each)) {
                statement.executeUpdate();
            }
        }
    }
}
