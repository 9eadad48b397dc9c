package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ControlSql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Durable records of a migration: cursors, proofs, evidence, statistics, transitions. They live in the target, the
 * database that stays; without it nothing of what they record can go on either. Thread-safe.
 */
final class Records {
    static final Side HOME = Side.DST;

    private final String migration;
    private final Databases databases;
    private final Side home;
    private final ControlSql sql;

    Records(String migration, Databases databases) {
        this(migration, databases, HOME);
    }

    Records(String migration, Databases databases, Side home) {
        this.migration = migration;
        this.databases = databases;
        this.home = home;
        this.sql = databases.dialect(home).control();
    }

    void put(String kind, String name, String body) throws SQLException {
        update(sql.putRecord(), migration, kind, name, body);
    }

    Map<String, String> read(String kind) throws SQLException {
        return Transactions.in(databases, home, connection -> {
            Map<String, String> bodies = new LinkedHashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(sql.readRecords())) {
                statement.setString(1, migration);
                statement.setString(2, kind);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        bodies.put(row.getString(1), row.getString(2));
                    }
                }
            }
            return bodies;
        });
    }

    void delete(String kind) throws SQLException {
        update(sql.deleteRecords(), migration, kind);
    }

    void append(String kind, String body) throws SQLException {
        update(sql.appendLog(), migration, kind, body);
    }

    void append(String kind, List<String> bodies) throws SQLException {
        Transactions.in(databases, home, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.appendLog())) {
                for (String body : bodies) {
                    statement.setString(1, migration);
                    statement.setString(2, kind);
                    statement.setString(3, body);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    List<String> log(String kind) throws SQLException {
        return Transactions.in(databases, home, connection -> {
            List<String> bodies = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql.readLog())) {
                statement.setString(1, migration);
                statement.setString(2, kind);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        bodies.add(row.getString(1));
                    }
                }
            }
            return bodies;
        });
    }

    /** Replaces a record that is as expected. Returns whether it was. */
    boolean replace(String kind, String name, String expected, String body) throws SQLException {
        return update(sql.replaceRecord(), body, migration, kind, name, expected) == 1;
    }

    /** Deletes a record that is as expected. Returns whether it was. */
    boolean delete(String kind, String name, String expected) throws SQLException {
        return update(sql.deleteRecord(), migration, kind, name, expected) == 1;
    }

    void deleteOne(String kind, String name) throws SQLException {
        update(sql.deleteRecordByName(), migration, kind, name);
    }

    /** Reads some of the log, after an id. */
    List<LogEntry> page(String kind, long after, int limit) throws SQLException {
        return Transactions.in(databases, home, connection -> {
            List<LogEntry> entries = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql.readLogAfter())) {
                statement.setString(1, migration);
                statement.setString(2, kind);
                statement.setLong(3, after);
                statement.setInt(4, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        entries.add(new LogEntry(row.getLong(1), row.getString(2)));
                    }
                }
            }
            return entries;
        });
    }

    private int update(String text, String... parameters) throws SQLException {
        return Transactions.in(databases, home, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setString(i + 1, parameters[i]);
                }
                return statement.executeUpdate();
            }
        });
    }
}
