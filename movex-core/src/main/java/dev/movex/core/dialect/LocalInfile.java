package dev.movex.core.dialect;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How the two drivers take the stream of LOAD DATA LOCAL. */
enum LocalInfile {
    MARIADB {
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
    },
    MYSQL {
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
    };

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
