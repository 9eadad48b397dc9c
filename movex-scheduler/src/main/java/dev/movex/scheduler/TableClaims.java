package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.plan.Plan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says in each database which tables the migration moves there, so that no second migration takes one of them: two
 * migrations of one table have two authorities over it. A claim ends when its migration is completed or uninstalled.
 */
final class TableClaims {
    private static final String KIND = "table";

    private final Plan plan;
    private final Databases databases;

    TableClaims(Plan plan, Databases databases) {
        this.plan = plan;
        this.databases = databases;
    }

    /** Writes the claims of both sides. */
    void make() throws SQLException {
        for (Side side : Side.values()) {
            Transactions.in(databases, side, connection -> claim(connection, side));
        }
    }

    /**
     * Returns which tables another migration claims as well, with its name; empty if none. Asked after the claims were
     * made: of two that claim at once, one sees the other.
     */
    String taken() throws SQLException {
        Set<String> taken = new TreeSet<>();
        for (Side side : Side.values()) {
            taken.addAll(Transactions.in(databases, side, connection -> ofOthers(connection, side)));
        }
        return String.join(", ", taken);
    }

    /** Takes the claims back. */
    void drop() throws SQLException {
        for (Side side : Side.values()) {
            Transactions.in(databases, side, connection -> delete(connection, sql(side)));
        }
    }

    private Set<String> tables(Side side) {
        return plan.tables().stream()
                .map(table -> table.on(side).name().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ControlSql sql(Side side) {
        return databases.dialect(side).control();
    }

    private int claim(Connection connection, Side side) throws SQLException {
        Set<String> tables = tables(side);
        delete(connection, sql(side));
        try (PreparedStatement put = connection.prepareStatement(sql(side).putRecord())) {
            for (String table : tables) {
                put.setString(1, plan.migration());
                put.setString(2, KIND);
                put.setString(3, table);
                put.setString(4, "");
                put.executeUpdate();
            }
        }
        return tables.size();
    }

    private int delete(Connection connection, ControlSql sql) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql.deleteRecords())) {
            delete.setString(1, plan.migration());
            delete.setString(2, KIND);
            return delete.executeUpdate();
        }
    }

    private Set<String> ofOthers(Connection connection, Side side) throws SQLException {
        Set<String> tables = tables(side);
        Set<String> taken = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement(sql(side).recordsOfOthers())) {
            select.setString(1, KIND);
            select.setString(2, plan.migration());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (tables.contains(row.getString(2))) {
                        taken.add(row.getString(2) + " on the " + side.label() + " (migration '" + row.getString(1)
                                + "')");
                    }
                }
            }
        }
        return taken;
    }
}
