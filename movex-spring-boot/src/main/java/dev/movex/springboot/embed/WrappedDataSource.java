package dev.movex.springboot.embed;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the place of a data source that was named. Opens the migration with the first connection that is asked
 * for, so that tools that create tables on the plain pool have done so. Thread-safe.
 */
final class WrappedDataSource implements DataSource {
    private final DataSource plain;
    private final Supplier<DataSource> movex;

    /**
     * @param plain the pool that was there
     * @param movex opens what takes its place, and yields the same one from then on
     */
    WrappedDataSource(DataSource plain, Supplier<DataSource> movex) {
        this.plain = plain;
        this.movex = movex;
    }

    /** Returns the pool itself; what is written through it, Movex does not see. */
    DataSource plain() {
        return plain;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return movex.get().getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return movex.get().getConnection(username, password);
    }

    /** Yields the pool's beans for metrics, and never the pool itself, past which nothing may be written. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return figures(type) ? type.cast(plain) : movex.get().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || figures(type) || movex.get().isWrapperFor(type);
    }

    private boolean figures(Class<?> type) {
        return type.isInterface() && type.getSimpleName().endsWith("MXBean") && type.isInstance(plain);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return plain.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        plain.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        plain.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return plain.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.movex");
    }
}
