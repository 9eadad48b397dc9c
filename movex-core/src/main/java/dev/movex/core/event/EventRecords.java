package dev.movex.core.event;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRows;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.row.DirtyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records of a kind among a migration's control data, one for each row that they speak of. All calls touch records in the
 * order of their names, so that they don't stand in each other's way. Thread-safe.
 */
final class EventRecords {
    private final String migration;
    private final Databases databases;
    private final Side home;
    private final String kind;
    private final ControlSql sql;
    private volatile boolean installed;

    EventRecords(String migration, Databases databases, Side home, String kind) {
        this.migration = migration;
        this.databases = databases;
        this.home = home;
        this.kind = kind;
        this.sql = databases.dialect(home).control();
    }

    /** Returns the name of a row's record: keys may be longer than a name. */
    static String name(DirtyKey key) {
        try {
            String text = JsonMapper.shared()
                    .writeValueAsString(List.of(key.table(), key.key().values()));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes records; what a name stood for before is replaced. */
    void put(SortedMap<String, String> bodies) throws SQLException {
        inTransaction(sql.putRecord(), statement -> {
            for (Map.Entry<String, String> record : bodies.entrySet()) {
                bind(statement, migration, kind, record.getKey(), record.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        });
    }

    /** Deletes those records that are still as given. */
    void deleteUnchanged(SortedMap<String, String> bodies) throws SQLException {
        inTransaction(sql.deleteRecord(), statement -> {
            for (Map.Entry<String, String> record : bodies.entrySet()) {
                bind(statement, migration, kind, record.getKey(), record.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        });
    }

    void delete(Collection<String> names) throws SQLException {
        inTransaction(sql.deleteRecordByName(), statement -> {
            for (String name : names.stream().sorted().toList()) {
                bind(statement, migration, kind, name);
                statement.addBatch();
            }
            statement.executeBatch();
        });
    }

    void deleteAll() throws SQLException {
        inTransaction(sql.deleteRecords(), statement -> {
            bind(statement, migration, kind);
            statement.executeUpdate();
        });
    }

    /** Reads some records with names after the given one. */
    SortedMap<String, String> page(String after, int limit) throws SQLException {
        return reading(sql.readRecordsAfter(), new TreeMap<>(), select -> {
            bind(select, migration, kind, after);
            select.setInt(4, limit);
            return new TreeMap<>(read(select));
        });
    }

    Map<String, String> all() throws SQLException {
        return reading(sql.readRecords(), Map.of(), select -> {
            bind(select, migration, kind);
            return read(select);
        });
    }

    long count() throws SQLException {
        return reading(sql.countRecords(), 0L, select -> {
            bind(select, migration, kind);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private interface Reading<T> {
        T of(PreparedStatement select) throws SQLException;
    }

    /** A migration that nobody has installed yet has no records. */
    private <T> T reading(String text, T none, Reading<T> reading) throws SQLException {
        try (Connection connection = databases.connect(home)) {
            if (!installed) {
                installed = ControlRows.installed(connection, sql);
            }
            if (!installed) {
                return none;
            }
            try (PreparedStatement select = connection.prepareStatement(text)) {
                return reading.of(select);
            }
        }
    }

    private static Map<String, String> read(PreparedStatement select) throws SQLException {
        Map<String, String> bodies = new LinkedHashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                bodies.put(row.getString(1), row.getString(2));
            }
        }
        return bodies;
    }

    private static void bind(PreparedStatement statement, String... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
    }

    private interface Work {
        void on(PreparedStatement statement) throws SQLException;
    }

    private void inTransaction(String text, Work work) throws SQLException {
        try (Connection connection = databases.begin(home)) {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                work.on(statement);
                connection.commit();
            } catch (SQLException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
