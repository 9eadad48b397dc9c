package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The version of Movex's own tables. A new Movex brings them forward when it opens a migration; the old one goes on working
 * with them, so that a rolling deployment may have both. Which versions can't be mixed is refused in words. The tables serve
 * all migrations of a database, so that the version belongs to none.
 */
final class SchemaVersion {
    /** The version that this Movex makes of the tables. */
    static final int CURRENT = 2;
    /** The oldest version of tables that it can bring forward, and the oldest Movex that its tables suit. */
    static final int OLDEST = 1;

    private static final String NOBODY = "";
    private static final String KIND = "schema";
    private static final String NAME = "version";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Databases databases;

    /**
     * @param version the version of the tables
     * @param oldest the oldest version of Movex that can work with them
     */
    record Tables(int version, int oldest) {}

    SchemaVersion(Databases databases) {
        this.databases = databases;
    }

    /**
     * Refuses tables that this Movex can't work with, and brings older ones forward. The tables exist.
     *
     * @throws MovexException with code {@code MOVEX_TOO_OLD} or {@code MOVEX_TOO_NEW}
     */
    void settle() throws SQLException {
        for (Side side : Side.values()) {
            Records records = new Records(NOBODY, databases, side);
            Tables found = read(records);
            check(side, found);
            if (found == null || found.version() < CURRENT) {
                upgrade(side);
                records.put(KIND, NAME, JSON.writeValueAsString(new Tables(CURRENT, OLDEST)));
            }
        }
    }

    private static @Nullable Tables read(Records records) throws SQLException {
        String body = records.read(KIND).get(NAME);
        return body == null ? null : JSON.readValue(body, Tables.class);
    }

    static void check(Side side, @Nullable Tables found) {
        if (found == null) {
            return;
        }
        String tables = "Movex's tables on the " + side.label() + " have version " + found.version();
        if (found.oldest() > CURRENT) {
            throw new MovexException(
                    "MOVEX_TOO_OLD",
                    tables + " and ask for a Movex of version " + found.oldest() + " or newer; this one has " + CURRENT
                            + ".",
                    "Deploy the newer Movex here as well. Nothing was changed.");
        }
        if (found.version() < OLDEST) {
            throw new MovexException(
                    "MOVEX_TOO_NEW",
                    tables + ", which this Movex can't bring forward; it can from " + OLDEST + " on.",
                    "Open the migration with the release in between once. Nothing was changed.");
        }
    }

    /** Every step looks whether it was made: another process may do the same now, or one may have died in between. */
    private void upgrade(Side side) throws SQLException {
        for (ControlSql.Upgrade upgrade : databases.dialect(side).control().upgrades()) {
            Transactions.in(databases, side, connection -> make(connection, upgrade));
        }
    }

    private static boolean make(Connection connection, ControlSql.Upgrade upgrade) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return !made(statement, upgrade) && statement.execute(upgrade.statement());
        } catch (SQLException e) {
            connection.rollback();
            try (Statement again = connection.createStatement()) {
                if (made(again, upgrade)) {
                    return false;
                }
            }
            throw e;
        }
    }

    private static boolean made(Statement statement, ControlSql.Upgrade upgrade) throws SQLException {
        try (ResultSet row = statement.executeQuery(upgrade.done())) {
            row.next();
            return row.getLong(1) > 0;
        }
    }
}
