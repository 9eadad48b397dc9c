package dev.movex.core.dialect;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** What the two drivers have ways of their own for: the stream of LOAD DATA LOCAL, the session's number. */
enum LocalInfile {
    MARIADB("allowLocalInfile") {
        @Override
        boolean driverAllows(Connection connection) throws SQLException {
            return connection.isWrapperFor(org.mariadb.jdbc.Connection.class)
                    && connection
                            .unwrap(org.mariadb.jdbc.Connection.class)
                            .getContext()
                            .getConf()
                            .allowLocalInfile();
        }

        @Override
        void stream(Statement statement, InputStream input) throws SQLException {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(input);
        }

        @Override
        OptionalLong sessionId(Connection connection) throws SQLException {
            return connection.isWrapperFor(org.mariadb.jdbc.Connection.class)
                    ? OptionalLong.of(
                            connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId())
                    : OptionalLong.empty();
        }
    },
    MYSQL("allowLoadLocalInfile") {
        @Override
        boolean driverAllows(Connection connection) throws SQLException {
            return connection.isWrapperFor(JdbcConnection.class)
                    && connection
                            .unwrap(JdbcConnection.class)
                            .getPropertySet()
                            .getBooleanProperty(PropertyKey.allowLoadLocalInfile)
                            .getValue();
        }

        @Override
        void stream(Statement statement, InputStream input) throws SQLException {
            statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(input);
        }

        @Override
        OptionalLong sessionId(Connection connection) throws SQLException {
            return connection.isWrapperFor(JdbcConnection.class)
                    ? OptionalLong.of(connection.unwrap(JdbcConnection.class).getId())
                    : OptionalLong.empty();
        }
    };

    private final String property;

    LocalInfile(String property) {
        this.property = property;
    }

    /** Returns the property of the URL that lets the driver send files. */
    final String property() {
        return property;
    }

    /** Returns the number of the session that the server's greeting told the driver; empty if the driver is another one. */
    abstract OptionalLong sessionId(Connection connection) throws SQLException;

    /** Returns whether the driver sends files, or streams in their place, when the server asks for them. */
    abstract boolean driverAllows(Connection connection) throws SQLException;

    abstract void stream(Statement statement, InputStream input) throws SQLException;

    /** Runs a statement that reads the stream; returns the rows that were added. */
    long load(Statement statement, String sql, InputStream input) throws SQLException {
        stream(statement, input);
        return statement.executeLargeUpdate(sql);
    }

    static boolean serverAllows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@GLOBAL.local_infile")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
