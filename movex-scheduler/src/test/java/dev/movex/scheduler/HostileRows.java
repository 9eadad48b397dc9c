package dev.movex.scheduler;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes rows of any table from its metadata and a seed, out of values that others have stumbled over. Not thread-safe. */
final class HostileRows {
    private static final int TRIES = 40;

    private final Random random;
    private final boolean postgres;
    private final HostileValues values;
    private String current = "";

    /** Makes rows for servers of one kind, or, if they are tame, such as every kind can hold. */
    HostileRows(long seed, boolean postgres, boolean tame) {
        this.random = new Random(seed);
        this.postgres = postgres;
        this.values = new HostileValues(random, postgres, tame);
    }

    /** Names tables of a schema without it, as applications do whose database is called otherwise on the target. */
    HostileRows in(String schema) {
        current = schema;
        return this;
    }

    String name(TableName name) {
        return name.schema().equals(current) ? quote(name.name()) : quote(name.schema()) + "." + quote(name.name());
    }

    String quote(String name) {
        return postgres ? '"' + name.replace("\"", "\"\"") + '"' : '`' + name.replace("`", "``") + '`';
    }

    /** Inserts some rows, each in a transaction of its own; returns how many the server took. */
    int fill(Connection connection, Table table, int rows) throws SQLException {
        int taken = 0;
        for (int tries = 0; taken < rows && tries < rows + TRIES; tries++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(insert(connection, table));
                taken++;
            } catch (SQLException e) {
                if (!refusedValue(e)) {
                    throw e;
                }
            }
        }
        return taken;
    }

    /** Returns whether the server refused values because of a rule of the table, which a random row may well break. */
    static boolean refusedValue(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return state.startsWith("23")
                || state.startsWith("22")
                || state.equals("40002")
                || error.getErrorCode() == 4025
                || error.getErrorCode() == 1526;
    }

    /** Returns a statement that inserts a row whose parents are there. */
    String insert(Connection connection, Table table) throws SQLException {
        Map<String, String> literals = new LinkedHashMap<>();
        for (Column column : table.writableColumns()) {
            boolean filled = column.counted() || column.defaulted() && random.nextInt(4) == 0;
            if (!filled) {
                literals.put(column.name(), literal(table, column));
            }
        }
        for (ForeignKey key : table.foreignKeys()) {
            List<String> parent = parent(connection, key);
            for (int i = 0; i < key.columns().size(); i++) {
                Column column = table.column(key.columns().get(i));
                if (!parent.isEmpty()) {
                    literals.put(column.name(), parent.get(i));
                } else if (column.nullable()) {
                    literals.put(column.name(), "NULL");
                }
            }
        }
        if (literals.isEmpty()) {
            return "INSERT INTO " + name(table.name()) + (postgres ? " DEFAULT VALUES" : " () VALUES ()");
        }
        return "INSERT INTO " + name(table.name()) + " ("
                + literals.keySet().stream().map(this::quote).collect(Collectors.joining(", ")) + ") VALUES ("
                + String.join(", ", literals.values()) + ")";
    }

    private String literal(Table table, Column column) {
        boolean nullable = column.nullable() && !table.key().contains(column.name());
        return nullable && random.nextInt(5) == 0 ? "NULL" : values.literal(column);
    }

    private List<String> parent(Connection connection, ForeignKey key) throws SQLException {
        String columns = key.parentColumns().stream().map(this::quote).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + columns + " FROM " + name(key.parent())
                        + " ORDER BY " + (postgres ? "random()" : "RAND()") + " LIMIT 1")) {
            List<String> literals = new ArrayList<>();
            if (row.next()) {
                for (int i = 1; i <= key.parentColumns().size(); i++) {
                    literals.add(row.getString(i) == null ? "NULL" : values.quoted(row.getString(i)));
                }
            }
            return literals;
        }
    }

    /** Returns a statement that changes one column of a random row, or nothing if there is none to change. */
    List<String> update(Connection connection, Table table, List<String> key) throws SQLException {
        List<Column> columns = table.writableColumns().stream()
                .filter(c -> !key.contains(c.name())
                        && !c.counted()
                        && table.foreignKeys().stream()
                                .noneMatch(f -> f.columns().contains(c.name())))
                .toList();
        if (columns.isEmpty()) {
            return List.of();
        }
        Column column = columns.get(random.nextInt(columns.size()));
        return random(connection, table, key).stream()
                .map(where -> "UPDATE " + name(table.name()) + " SET " + quote(column.name()) + " = "
                        + literal(table, column) + where)
                .toList();
    }

    /** Returns a statement that deletes a random row, or nothing if there is none. */
    List<String> delete(Connection connection, Table table, List<String> key) throws SQLException {
        return random(connection, table, key).stream()
                .map(where -> "DELETE FROM " + name(table.name()) + where)
                .toList();
    }

    int next(int bound) {
        return random.nextInt(bound);
    }

    private List<String> random(Connection connection, Table table, List<String> key) throws SQLException {
        String columns = key.stream().map(this::quote).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + columns + " FROM " + name(table.name())
                        + " ORDER BY " + (postgres ? "random()" : "RAND()") + " LIMIT 1")) {
            if (!row.next()) {
                return List.of();
            }
            List<String> parts = new ArrayList<>();
            for (int i = 1; i <= key.size(); i++) {
                Column column = table.column(key.get(i - 1));
                String literal = column.kind() == ColumnKind.BYTES
                        ? values.bytes(row.getBytes(i))
                        : values.quoted(row.getString(i));
                parts.add(quote(column.name()) + " = " + literal);
            }
            return List.of(" WHERE " + String.join(" AND ", parts));
        }
    }
}
