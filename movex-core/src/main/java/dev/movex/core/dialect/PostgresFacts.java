package dev.movex.core.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** What a PostgreSQL server says of itself. */
final class PostgresFacts {
    private static final String FACTS = "SELECT (SELECT system_identifier::text FROM pg_control_system()),"
            + " CASE WHEN pg_is_in_recovery() THEN '' ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END,"
            + " extract(epoch FROM pg_postmaster_start_time())::bigint,"
            + " current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'"
            + " AND current_setting('synchronous_commit') <> 'off',"
            + " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)";
    private static final String ROOM = "SELECT current_setting('max_connections')::int"
            + " - current_setting('superuser_reserved_connections')::int,"
            + " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')";

    private PostgresFacts() {}

    static ServerFacts read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            return new ServerFacts(
                    row.getString(1),
                    row.getString(2),
                    Instant.ofEpochSecond(row.getLong(3)),
                    row.getBoolean(4),
                    row.getBoolean(5));
        }
    }

    static ServerRoom room(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROOM)) {
            row.next();
            return new ServerRoom(row.getLong(1), row.getLong(2));
        }
    }

    static long bytes(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_total_relation_size(?::text::regclass)")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
