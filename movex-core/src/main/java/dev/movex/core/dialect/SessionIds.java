package dev.movex.core.dialect;

import com.mysql.cj.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.postgresql.PGConnection;

/** The server's id of a connection's session. Stateless. */
public final class SessionIds {
    private SessionIds() {}

    /**
     * Returns the id that the driver was given when it connected, without asking the server; empty if the driver is none
     * that tells. Behind a pooler it is not the id of the session that does the work.
     */
    public static OptionalLong ofDriver(Connection connection, Dialect dialect) throws SQLException {
        try {
            if (dialect instanceof PostgresDialect) {
                return connection.isWrapperFor(PGConnection.class)
                        ? OptionalLong.of(connection.unwrap(PGConnection.class).getBackendPID())
                        : OptionalLong.empty();
            }
            return ofMySqlFamily(connection);
        } catch (NoClassDefFoundError e) {
            return OptionalLong.empty(); // that driver is not on the class path
        }
    }

    private static OptionalLong ofMySqlFamily(Connection connection) throws SQLException {
        String driver = connection.getMetaData().getDriverName();
        if (driver.startsWith("MariaDB") && connection.isWrapperFor(org.mariadb.jdbc.Connection.class)) {
            return OptionalLong.of(
                    connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId());
        }
        if (driver.startsWith("MySQL") && connection.isWrapperFor(JdbcConnection.class)) {
            return OptionalLong.of(
                    connection.unwrap(JdbcConnection.class).getSession().getThreadId());
        }
        return OptionalLong.empty();
    }

    /** Returns the id that the server tells. Leaves no transaction open that it has begun. */
    public static long ofServer(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT " + dialect.control().sessionId())) {
            row.next();
            return row.getLong(1);
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }

    /** Returns the id, from the driver if it tells. */
    public static long of(Connection connection, Dialect dialect) throws SQLException {
        OptionalLong known = ofDriver(connection, dialect);
        return known.isPresent() ? known.getAsLong() : ofServer(connection, dialect);
    }
}
