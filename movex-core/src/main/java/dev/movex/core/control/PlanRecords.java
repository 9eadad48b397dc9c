package dev.movex.core.control;

import dev.movex.core.dialect.ControlSql;
import dev.movex.core.plan.StoredPlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Keeps a migration's plan among its control data, on the caller's connection. */
public final class PlanRecords {
    private static final String KIND = "plan";

    private PlanRecords() {}

    /** Writes the plan, whether or not there is one. */
    public static void put(Connection connection, ControlSql sql, StoredPlan plan) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement(sql.putRecord())) {
            put.setString(1, plan.plan().migration());
            put.setString(2, KIND);
            put.setString(3, KIND);
            put.setString(4, plan.toJson());
            put.executeUpdate();
        }
    }

    /** Reads the plan of a migration; empty if the migration is not installed, or none was kept. */
    public static Optional<StoredPlan> read(Connection connection, ControlSql sql, String migration)
            throws SQLException {
        if (!ControlRows.installed(connection, sql)) {
            return Optional.empty();
        }
        try (PreparedStatement select = connection.prepareStatement(sql.readRecords())) {
            select.setString(1, migration);
            select.setString(2, KIND);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(StoredPlan.ofJson(row.getString(2))) : Optional.empty();
            }
        }
    }
}
