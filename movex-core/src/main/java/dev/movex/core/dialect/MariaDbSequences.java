package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.TableName;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** MariaDB's sequences, none of which belongs to a column. */
final class MariaDbSequences {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private MariaDbSequences() {}

    static List<Sequence> read(Connection connection, List<String> schemas) throws SQLException {
        List<Sequence> sequences = new ArrayList<>();
        for (TableName name : names(connection, schemas)) {
            // an increment of 0 stands for that of the server's counters
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT IF(increment = 0, @@auto_increment_increment, increment),"
                                    + " minimum_value, maximum_value FROM " + quote(name))) {
                row.next();
                sequences.add(new Sequence(name, false, row.getLong(1), whole(row, 2), whole(row, 3)));
            }
        }
        return sequences;
    }

    private static List<TableName> names(Connection connection, List<String> schemas) throws SQLException {
        List<TableName> names = new ArrayList<>();
        if (schemas.isEmpty()) {
            return names;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE'"
                        + " AND TABLE_SCHEMA IN (" + String.join(", ", Collections.nCopies(schemas.size(), "?"))
                        + ") ORDER BY 1, 2")) {
            for (int i = 0; i < schemas.size(); i++) {
                statement.setString(i + 1, schemas.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return names;
    }

    /** What the server has taken for its cache counts as given out. */
    static long last(Connection connection, Sequence sequence) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT next_not_cached_value FROM " + quote(sequence.name()))) {
            row.next();
            long next = whole(row, 1);
            return Math.abs(next) > Long.MAX_VALUE / 2 ? next : next - sequence.increment();
        }
    }

    /** SETVAL changes nothing where the sequence is beyond the value already, and takes no parameters. */
    static void raise(Connection connection, Sequence sequence, long to) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT SETVAL(" + quote(sequence.name()) + ", " + to + ")")
                    .close();
        }
    }

    private static long whole(ResultSet row, int column) throws SQLException {
        return new BigInteger(row.getString(column)).max(LEAST).min(GREATEST).longValueExact();
    }

    private static String quote(TableName name) {
        return MySqlTableSql.quote(name.schema()) + "." + MySqlTableSql.quote(name.name());
    }
}
