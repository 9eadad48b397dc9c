package dev.movex.debezium;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a reader needs of MariaDB's and MySQL's settings. */
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
        return found;
    }
}
