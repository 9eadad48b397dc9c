package dev.movex.core.control;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Reads control rows on the caller's connection. */
public final class ControlRows {
    private ControlRows() {}

    /** Returns whether Movex's tables are there. */
    public static boolean installed(Connection connection, ControlSql sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.installed())) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    /** Reads a migration's row; empty if the migration is not installed. Fails if Movex's tables are not there. */
    public static Optional<ControlRow> read(Connection connection, ControlSql sql, String migration, Side side)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql.readControl())) {
            select.setString(1, migration);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(controlRow(side, row)) : Optional.empty();
            }
        }
    }

    private static ControlRow controlRow(Side side, ResultSet row) throws SQLException {
        String intent = row.getString(5);
        return new ControlRow(
                side,
                row.getLong(1),
                Pattern.ofWire(row.getString(2)),
                row.getBoolean(3),
                MigrationState.ofWire(row.getString(4)),
                intent == null ? null : Intent.ofJson(intent));
    }
}
