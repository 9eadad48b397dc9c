package dev.movex.debezium;

import dev.movex.core.MovexException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** What a reader needs of MariaDB's and MySQL's settings, and of its user's rights. */
final class BinlogSettings {
    private BinlogSettings() {}

    static List<String> obstacles(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT @@log_bin, @@binlog_format, @@binlog_row_image, @@server_id")) {
            row.next();
            if (row.getInt(1) == 0) {
                found.add("there is no binary log: start the server with log_bin");
            }
            if (!"ROW".equalsIgnoreCase(row.getString(2))) {
                found.add("binlog_format is " + row.getString(2) + ": set it to ROW");
            }
            if (!"FULL".equalsIgnoreCase(row.getString(3))) {
                found.add("binlog_row_image is " + row.getString(3) + ": set it to FULL");
            }
            if (row.getLong(4) == 0) {
                found.add("server_id is 0: give the server a number of its own");
            }
        }
        found.addAll(missingRights(connection));
        return found;
    }

    private static List<String> missingRights(Connection connection) throws SQLException {
        boolean slave = false;
        boolean client = false;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GRANTS")) {
            while (row.next()) {
                String grant = row.getString(1);
                if (!grant.contains(" ON ")) {
                    // a role may have what the user has not
                    return List.of();
                }
                boolean all = grant.startsWith("GRANT ALL PRIVILEGES ON *.* ");
                slave |= all || grant.contains("REPLICATION SLAVE, ") || grant.contains("REPLICATION SLAVE ON *.*");
                client |= all || grant.contains("REPLICATION CLIENT") || grant.contains("BINLOG MONITOR");
            }
        }
        List<String> missing = new ArrayList<>();
        if (!slave) {
            missing.add("the user may not read the log: GRANT REPLICATION SLAVE ON *.*");
        }
        if (!client) {
            missing.add("the user may not ask where the log ends: GRANT REPLICATION CLIENT ON *.*");
        }
        return missing;
    }

    /**
     * Checks that the file is there still at which reading goes on.
     *
     * @param places what was saved of places in the log, each a JSON object
     * @throws MovexException with code {@code LOG_LOST} if the server has thrown it away
     */
    static void checkKept(Connection connection, List<String> places) throws SQLException {
        Set<String> kept = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                kept.add(row.getString(1));
            }
        }
        for (String place : places) {
            String file = JsonMapper.shared().readTree(place).path("file").asString("");
            if (!file.isEmpty() && !kept.contains(file)) {
                throw new MovexException(
                        "LOG_LOST",
                        "The server does not keep its log from " + file + " on any more.",
                        "Go back to src_only, which voids what was proven, and begin again.");
            }
        }
    }
}
