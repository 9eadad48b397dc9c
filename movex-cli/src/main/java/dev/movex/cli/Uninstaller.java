package dev.movex.cli;

import dev.movex.core.MovexException;
import dev.movex.core.control.Fence;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.follow.WriteStop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a migration from one side, in one transaction that holds the migration's fence, so that nobody is in the
 * middle of a write and what was looked at is what is removed.
 */
public final class Uninstaller {
    private static final long WAIT_MILLIS = 10_000;

    private final String migration;
    private final boolean force;

    /** @param force whether writes may be forgotten */
    public Uninstaller(String migration, boolean force) {
        this.migration = migration;
        this.force = force;
    }

    /** Reads what is there. */
    static Installation look(Endpoint endpoint) throws SQLException {
        try (Connection connection = endpoint.connect()) {
            return Installation.read(
                    connection, endpoint.side(), Dialects.of(connection).control());
        }
    }

    /** Returns what would be lost if the migration were removed from the side, a sentence each. */
    List<String> objections(Endpoint endpoint) throws SQLException {
        try (Connection connection = endpoint.connect()) {
            return objections(connection, endpoint, Dialects.of(connection).control());
        }
    }

    /** Removes the migration from the side, and Movex's tables with it unless another migration needs them. */
    public void remove(Endpoint endpoint) throws SQLException {
        try (Connection connection = endpoint.connect()) {
            Dialect dialect = Dialects.of(connection);
            ControlSql sql = dialect.control();
            connection.setAutoCommit(false);
            closeFence(connection, endpoint, dialect);
            List<String> objections = objections(connection, endpoint, sql);
            if (!force && !objections.isEmpty()) {
                throw refusal(objections);
            }
            remove(connection, endpoint, dialect);
            connection.commit();
        }
    }

    static MovexException refusal(List<String> objections) {
        return new RefusedException(
                "UNINSTALL_REFUSED",
                String.join(" ", objections),
                "Bring the migration to a state that writes one side alone and let its journal run empty, or give --force"
                        + " with the reason why these writes may be forgotten.");
    }

    private void closeFence(Connection connection, Endpoint endpoint, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.control().boundWaits(WAIT_MILLIS));
        }
        try {
            new Fence(migration).close(connection, dialect);
        } catch (SQLException e) {
            throw new MovexException(
                    "UNINSTALL_BLOCKED",
                    "The fence of " + migration + " on the " + endpoint.side().label() + " is not free: "
                            + e.getMessage(),
                    "Stop the applications that still use Movex's DataSource, and run the command again.",
                    e);
        }
    }

    private List<String> objections(Connection connection, Endpoint endpoint, ControlSql sql) throws SQLException {
        Installation installation = Installation.read(connection, endpoint.side(), sql);
        String where = "On the " + endpoint.side().label() + " ";
        List<String> objections = new ArrayList<>();
        for (InstalledMigration one : installation.migrations()) {
            if (one.name().equals(migration) && one.pattern().dual()) {
                objections.add(where + "both databases are written under "
                        + one.pattern().wire() + ".");
            }
            if (one.name().equals(migration) && one.changing()) {
                objections.add(where + "a change of pattern is under way.");
            }
        }
        long pending = installation.migrations().isEmpty() ? 0 : pending(connection, sql);
        if (pending > 0) {
            objections.add(where + "journal rows are pending: " + pending + ".");
        }
        return objections;
    }

    private long pending(Connection connection, ControlSql sql) throws SQLException {
        try (PreparedStatement depth = connection.prepareStatement(sql.journalDepth())) {
            depth.setString(1, migration);
            try (ResultSet row = depth.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private void remove(Connection connection, Endpoint endpoint, Dialect dialect) throws SQLException {
        ControlSql sql = dialect.control();
        if (Installation.read(connection, endpoint.side(), sql).shared(migration)) {
            for (String text : sql.deleteMigration()) {
                try (PreparedStatement delete = connection.prepareStatement(text)) {
                    delete.setString(1, migration);
                    delete.executeUpdate();
                }
            }
            return;
        }
        WriteStop.releaseAll(connection, dialect);
        try (Statement statement = connection.createStatement()) {
            for (String text : sql.drop()) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw new MovexException(
                    "UNINSTALL_FAILED",
                    "Movex's tables on the " + endpoint.side().label() + " can't be dropped: " + e.getMessage(),
                    "Nothing was removed there. Move away what does not belong to Movex, or run as the owner of the schema.",
                    e);
        }
    }
}
