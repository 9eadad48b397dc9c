package dev.movex.cli;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Movex has left on one side.
 *
 * @param side the side
 * @param rows the number of rows of each table in Movex's schema, by name
 * @param migrations the control rows
 */
record Installation(Side side, Map<String, Long> rows, List<InstalledMigration> migrations) {

    static Installation read(Connection connection, Side side, ControlSql sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<String, Long> rows = new LinkedHashMap<>();
            for (String object : objects(statement, sql)) {
                rows.put(object, number(statement, "SELECT count(*) FROM " + object));
            }
            boolean installed = number(statement, sql.installed()) > 0;
            return new Installation(side, rows, installed ? migrations(statement, sql) : List.of());
        }
    }

    /** Returns whether nothing is there. */
    boolean empty() {
        return rows.isEmpty();
    }

    /** Returns whether other migrations than the given one still need the tables. */
    boolean shared(String migration) {
        return migrations.stream().anyMatch(m -> !m.name().equals(migration));
    }

    private static List<String> objects(Statement statement, ControlSql sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql.listObjects())) {
            List<String> objects = new ArrayList<>();
            while (row.next()) {
                objects.add(row.getString(1));
            }
            return objects;
        }
    }

    private static long number(Statement statement, String text) throws SQLException {
        try (ResultSet row = statement.executeQuery(text)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<InstalledMigration> migrations(Statement statement, ControlSql sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql.listControl())) {
            List<InstalledMigration> migrations = new ArrayList<>();
            while (row.next()) {
                migrations.add(new InstalledMigration(
                        row.getString(1),
                        row.getLong(2),
                        Pattern.ofWire(row.getString(3)),
                        row.getBoolean(4),
                        MigrationState.ofWire(row.getString(5)),
                        row.getString(6) != null));
            }
            return migrations;
        }
    }
}
