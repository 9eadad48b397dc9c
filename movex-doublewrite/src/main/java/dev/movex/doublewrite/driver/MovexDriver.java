package dev.movex.doublewrite.driver;

import dev.movex.core.MovexException;
import dev.movex.doublewrite.MovexDataSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:movex:} URLs. {@code jdbc:movex:/path/movex.yaml} (or {@code .properties}) opens the data
 * source that the file describes, once per process; {@code jdbc:movex:name} means one that was registered with
 * {@link OpenDataSources#register} or that such a file has opened. Users and passwords are those of the two databases,
 * so that given ones are ignored. Thread-safe.
 */
public final class MovexDriver implements Driver {
    private static final String PREFIX = "jdbc:movex:";

    static {
        try {
            DriverManager.registerDriver(new MovexDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For the service loader. */
    public MovexDriver() {}

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return url != null && url.startsWith(PREFIX);
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        return acceptsURL(url) ? dataSource(url.substring(PREFIX.length())).getConnection() : null;
    }

    private static MovexDataSource dataSource(String what) throws SQLException {
        try {
            return isFile(what) ? OpenDataSources.ofFile(Path.of(what)) : named(what);
        } catch (MovexException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        } catch (InvalidPathException e) {
            throw new SQLNonTransientConnectionException(
                    "Movex: the URL names no file that could exist; write jdbc:movex:/path/to/movex.yaml.", "08001", e);
        }
    }

    private static boolean isFile(String what) {
        return what.contains("/")
                || what.contains("\\")
                || what.endsWith(".yaml")
                || what.endsWith(".yml")
                || what.endsWith(".properties");
    }

    private static MovexDataSource named(String name) throws SQLException {
        return OpenDataSources.find(name)
                .orElseThrow(() -> new SQLNonTransientConnectionException(
                        "Movex: no data source is registered as '" + name + "' in this process; registered: "
                                + OpenDataSources.names() + "." + OpenDataSources.hint(name)
                                + " Register it with OpenDataSources.register, or name a file: "
                                + "jdbc:movex:/path/to/movex.yaml.",
                        "08001"));
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    /** What two databases can't do is refused, so that it does not pass for a driver of all of SQL. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Movex: logs through SLF4J.", "0A000");
    }
}
