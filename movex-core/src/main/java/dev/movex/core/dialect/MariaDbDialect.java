package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** MariaDB 10.6 and newer. */
final class MariaDbDialect extends MySqlFamilyDialect {
    private static final int OLDEST = 10_06;

    MariaDbDialect() {
        super(MySqlWords.MARIADB);
    }

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    String product() {
        return "MariaDB";
    }

    @Override
    int oldestVersion() {
        return OLDEST;
    }

    @Override
    String moreOfSession() {
        return "";
    }

    @Override
    String endSessionsPrivilege() {
        return "CONNECTION ADMIN";
    }

    @Override
    public String identity(Connection connection) throws SQLException {
        return string(connection, "SELECT CONCAT(@@hostname, '/', @@port, '/', @@datadir)");
    }

    @Override
    public List<Sequence> readSequences(Connection connection, List<String> schemas) throws SQLException {
        return MariaDbSequences.read(connection, schemas);
    }

    @Override
    public long lastOfSequence(Connection connection, Sequence sequence) throws SQLException {
        return MariaDbSequences.last(connection, sequence);
    }

    @Override
    public void raiseSequence(Connection connection, Sequence sequence, long beyond) throws SQLException {
        MariaDbSequences.raise(connection, sequence, beyond);
    }

    /** JSON is text with a check that the server adds by itself. */
    @Override
    Set<String> jsonColumns(Connection connection, List<String> schemas) throws SQLException {
        Set<String> columns = new LinkedHashSet<>();
        if (schemas.isEmpty()) {
            return columns;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS"
                        + " WHERE CONSTRAINT_SCHEMA IN (" + String.join(", ", Collections.nCopies(schemas.size(), "?"))
                        + ")")) {
            for (int i = 0; i < schemas.size(); i++) {
                statement.setString(i + 1, schemas.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String check = row.getString(3).strip();
                    if (check.toLowerCase(Locale.ROOT).matches("json_valid\\(`[^`]+`\\)")) {
                        columns.add(row.getString(1) + "." + row.getString(2) + "."
                                + check.substring(check.indexOf('`') + 1, check.lastIndexOf('`')));
                    }
                }
            }
        }
        return columns;
    }
}
