package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The two databases, for the scheduler's own short transactions. */
record Sides(DataSource src, DataSource dst, Dialect srcDialect, Dialect dstDialect) {

    Dialect dialect(Side side) {
        return side == Side.SRC ? srcDialect : dstDialect;
    }

    DataSource dataSource(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Runs work in a transaction of its own at READ COMMITTED. */
    <T> T inTransaction(Side side, SqlFunction<T> work) throws SQLException {
        try (Connection connection = dataSource(side).getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            try {
                T result = work.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
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
