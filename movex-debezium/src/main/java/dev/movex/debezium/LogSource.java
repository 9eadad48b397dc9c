package dev.movex.debezium;

import dev.movex.core.MovexException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database whose change log is read. Immutable.
 *
 * @param kind what kind of server it is
 * @param host where it is
 * @param port where it is
 * @param database its name
 * @param parameters what the URL says besides, its names in lower case
 * @param user who reads: needs the right to replicate
 * @param password gives the secret of the moment
 */
public record LogSource(
        Kind kind,
        String host,
        int port,
        String database,
        Map<String, String> parameters,
        String user,
        Supplier<String> password) {
    /** The kinds of servers. */
    public enum Kind {
        /** Logical replication with {@code pgoutput}. */
        POSTGRESQL(5432),
        /** The row binlog. */
        MARIADB(3306),
        /** The row binlog. */
        MYSQL(3306);

        private final int usualPort;

        Kind(int usualPort) {
            this.usualPort = usualPort;
        }
    }

    public LogSource {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Returns the source that a JDBC URL names.
     *
     * @throws MovexException with code {@code LOG_URL} if it names no single host and database of a kind that is known
     */
    public static LogSource of(String jdbcUrl, String user, Supplier<String> password) {
        try {
            URI uri = new URI(jdbcUrl.replaceFirst("^jdbc:", ""));
            Kind kind = Kind.valueOf(String.valueOf(uri.getScheme()).toUpperCase(Locale.ROOT));
            String path = uri.getPath();
            if (uri.getHost() != null && path != null && path.length() > 1) {
                int port = uri.getPort() < 0 ? kind.usualPort : uri.getPort();
                return new LogSource(
                        kind, uri.getHost(), port, path.substring(1), parameters(uri.getQuery()), user, password);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // told below, without the URL's text
        }
        throw new MovexException(
                "LOG_URL",
                "The JDBC URL of the database whose change log is to be read names no single host and database.",
                "Write it as jdbc:postgresql://host:port/database, or with mariadb or mysql.");
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : query == null ? new String[0] : query.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                parameters.put(each.substring(0, equals).toLowerCase(Locale.ROOT), each.substring(equals + 1));
            }
        }
        return parameters;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return kind + " " + host + ":" + port + "/" + database;
    }
}
