package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import java.sql.Connection;
import java.sql.SQLException;

/** The scheduler's own short transactions. */
final class Transactions {
    private Transactions() {}

    /** Runs work in a transaction of its own at READ COMMITTED. */
    static <T> T in(Databases databases, Side side, SqlFunction<T> work) throws SQLException {
        try (Connection connection = databases.begin(side)) {
            try {
                T result = work.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
