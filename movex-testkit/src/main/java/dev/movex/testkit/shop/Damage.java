package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.ColumnKind;
import dev.movex.testkit.ledger.TableSpec;
import dev.movex.testkit.shop.Planted.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Spoils rows of the shop behind everybody's back, for a validator to find. Only {@linkplain ShopTables#isCold cold}
 * rows are changed and deleted, so that no writer mends or masks the damage; added rows have keys that no sequence will
 * reach. Every row is spoilt in one way at most.
 *
 * @param sizes how many rows were loaded
 * @param changed the number of rows to change, in columns of many types
 * @param deleted the number of rows to delete; none of them is referred to by another
 * @param added the number of rows to add
 * @param seed decides which rows
 */
public record Damage(ShopSizes sizes, int changed, int deleted, int added, long seed) {
    /** Spoils a database in one transaction, and returns what was done. The tables take turns. */
    public List<Planted> plant(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            List<Planted> planted = new ArrayList<>();
            List<DamagePlan> plans = DamagePlan.all(sizes);
            for (int i = 0; i < plans.size(); i++) {
                change(connection, plans.get(i), share(changed, i, plans.size()), planted);
                delete(connection, plans.get(i), share(deleted, i, plans.size()), planted);
                add(connection, plans.get(i), share(added, i, plans.size()), planted);
            }
            connection.commit();
            return List.copyOf(planted);
        }
    }

    private void change(Connection connection, DamagePlan plan, int count, List<Planted> planted) throws SQLException {
        List<List<String>> keys = pick(connection, plan.table(), plan.changeable(), count);
        for (int i = 0; i < keys.size(); i++) {
            String assignment = plan.changes().get(i % plan.changes().size());
            one(connection, "UPDATE " + plan.table().name() + " SET " + assignment, plan.table(), keys.get(i));
            planted.add(new Planted(plan.table().name(), keys.get(i), Kind.CHANGED));
        }
    }

    private void delete(Connection connection, DamagePlan plan, int count, List<Planted> planted) throws SQLException {
        for (List<String> key : pick(connection, plan.table(), plan.deletable(), count)) {
            one(connection, "DELETE FROM " + plan.table().name(), plan.table(), key);
            planted.add(new Planted(plan.table().name(), key, Kind.DELETED));
        }
    }

    private static void add(Connection connection, DamagePlan plan, int count, List<Planted> planted)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.addition())) {
            for (int i = 1; i <= count; i++) {
                statement.setInt(1, i);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new SQLException("no row could be added to " + plan.table());
                    }
                    planted.add(new Planted(plan.table().name(), key(row, plan.table()), Kind.ADDED));
                }
            }
        }
    }

    private List<List<String>> pick(Connection connection, TableSpec table, String condition, int count)
            throws SQLException {
        String keys = keys(table).map(column -> column.name() + "::text").collect(Collectors.joining(", "));
        String order = keys.replace(", ", " || ',' || ");
        List<List<String>> picked = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + keys + " FROM " + table.name()
                + " WHERE " + condition + " ORDER BY md5(" + order + " || ?) LIMIT ?")) {
            statement.setString(1, "/" + seed);
            statement.setInt(2, count);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    picked.add(key(rows, table));
                }
            }
        }
        if (picked.size() < count) {
            throw new SQLException(
                    table + " has " + picked.size() + " cold rows for the damage, and " + count + " are needed");
        }
        return picked;
    }

    private static void one(Connection connection, String sql, TableSpec table, List<String> key) throws SQLException {
        String condition = keys(table)
                .map(column -> column.name() + " = ?::" + type(column.kind()))
                .collect(Collectors.joining(" AND "));
        try (PreparedStatement statement = connection.prepareStatement(sql + " WHERE " + condition)) {
            for (int i = 0; i < key.size(); i++) {
                statement.setString(i + 1, key.get(i));
            }
            if (statement.executeUpdate() != 1) {
                throw new SQLException(table + " " + key + " was not there to be damaged");
            }
        }
    }

    private static String type(ColumnKind kind) {
        return switch (kind) {
            case LONG -> "bigint";
            case INT -> "int";
            case UUID -> "uuid";
            default -> "text";
        };
    }

    private static Stream<TableSpec.Column> keys(TableSpec table) {
        return table.columns().stream().limit(table.keyColumns());
    }

    private static List<String> key(ResultSet row, TableSpec table) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= table.keyColumns(); i++) {
            key.add(row.getString(i));
        }
        return key;
    }

    private static int share(int total, int turn, int turns) {
        return (total - turn + turns - 1) / turns;
    }
}
