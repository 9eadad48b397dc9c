package dev.movex.core.access;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens each connection with the password of that moment, so that a password can be changed while the process runs: put it
 * under a pool, and every connection that the pool opens from then on has the new one. Thread-safe if the supplier is.
 */
public final class RenewedDataSource implements DataSource {
    private final String url;
    private final String user;
    private final Supplier<String> password;

    /**
     * @param password asked for each connection; must not block for long
     */
    public RenewedDataSource(String url, String user, Supplier<String> password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /**
     * Returns a data source whose password is the first line of a file, read anew for each connection.
     *
     * @param file a text file, readable for this process alone
     */
    public static RenewedDataSource ofFile(String url, String user, Path file) {
        return new RenewedDataSource(url, user, passwordOf(file));
    }

    /** Returns a supplier that reads the first line of a file each time. */
    public static Supplier<String> passwordOf(Path file) {
        return () -> firstLine(file);
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.get(0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The password file " + file + " can't be read ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
    }

    /** @throws SQLException also with SQLState {@code 28000} if no password is to be had */
    @Override
    public Connection getConnection() throws SQLException {
        String now;
        try {
            now = password.get();
        } catch (RuntimeException e) {
            throw new SQLException("Movex: " + e.getMessage(), "28000", e);
        }
        return DriverManager.getConnection(url, user, now);
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        return DriverManager.getConnection(url, otherUser, otherPassword);
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
        // that of the URL
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
