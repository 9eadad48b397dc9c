package dev.movex.core.dialect;

import dev.movex.core.MovexException;
import java.sql.Connection;
import java.sql.SQLException;

/** Finds the dialect of a database. */
public final class Dialects {
    private Dialects() {}

    /**
     * Returns the dialect of the connection's database.
     *
     * @throws MovexException with code {@code UNKNOWN_DATABASE} if Movex does not know it
     */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("PostgreSQL")) {
            return new PostgresDialect();
        }
        throw new MovexException(
                "UNKNOWN_DATABASE",
                "Movex does not know how to move tables of '" + product + "'.",
                "Use PostgreSQL on both sides.");
    }
}
