package dev.movex.core.dialect;

import dev.movex.core.MovexException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Finds the dialect of a database. */
public final class Dialects {
    private Dialects() {}

    /**
     * Returns the dialect of a name.
     *
     * @throws MovexException with code {@code UNKNOWN_DATABASE} if there is none
     */
    public static Dialect named(String name) {
        return switch (name) {
            case "postgresql" -> new PostgresDialect();
            case "mariadb" -> new MariaDbDialect();
            case "mysql" -> new MySqlDialect();
            default ->
                throw new MovexException(
                        "UNKNOWN_DATABASE",
                        "Movex does not know a dialect '" + name + "'.",
                        "Use postgresql, mysql or mariadb.");
        };
    }

    /**
     * Returns the dialect of the connection's database.
     *
     * @throws MovexException with code {@code UNKNOWN_DATABASE} if Movex does not know it, or {@code WRONG_DRIVER} if it is
     *     reached through another server's driver
     */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("PostgreSQL")) {
            return new PostgresDialect();
        }
        if (product.equals("MySQL") || product.equals("MariaDB")) {
            return ofFamily(connection);
        }
        throw new MovexException(
                "UNKNOWN_DATABASE",
                "Movex does not know how to move tables of '" + product + "'.",
                "Use PostgreSQL, MySQL or MariaDB.");
    }

    /** A driver may call both servers by its own name; the server's own word counts. */
    private static Dialect ofFamily(Connection connection) throws SQLException {
        boolean mariaDb = MySqlFamilyDialect.string(connection, "SELECT VERSION()")
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
        boolean mariaDbDriver = connection
                .getMetaData()
                .getDriverName()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
        if (mariaDb != mariaDbDriver) {
            throw new MovexException(
                    "WRONG_DRIVER",
                    "A " + (mariaDb ? "MariaDB" : "MySQL") + " server is reached through the driver of "
                            + (mariaDb ? "MySQL, which loses microseconds there." : "MariaDB."),
                    mariaDb
                            ? "Use org.mariadb.jdbc:mariadb-java-client and a URL that begins with jdbc:mariadb:."
                            : "Use com.mysql:mysql-connector-j and a URL that begins with jdbc:mysql:.");
        }
        return mariaDb ? new MariaDbDialect() : new MySqlDialect();
    }
}
