package dev.movex.doublewrite.driver;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a new connection of the driver each time. Thread-safe. */
final class PlainDataSource implements DataSource {
    private final DriverConfig.Endpoint endpoint;

    PlainDataSource(DriverConfig.Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return DriverManager.getConnection(endpoint.url(), endpoint.user(), endpoint.password());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return DriverManager.getConnection(endpoint.url(), username, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // writes no log
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // that of the driver's URL
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Movex: writes no log.", "0A000");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Movex: not a wrapper of " + type.getName() + ".", "0A000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
