package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Column.Identity;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tables of MySQL and MariaDB from the information schema. A schema is a database here. */
final class MySqlCatalog {
    private static final String TABLES = """
            SELECT TABLE_SCHEMA, TABLE_NAME, COALESCE(TABLE_ROWS, -1) FROM information_schema.TABLES
            WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_SCHEMA IN (%s)
            ORDER BY TABLE_SCHEMA, TABLE_NAME""";

    private static final String COLUMNS = """
            SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, EXTRA, COLUMN_DEFAULT,
                   GENERATION_EXPRESSION, CHARACTER_SET_NAME, COLLATION_NAME
            FROM information_schema.COLUMNS WHERE TABLE_SCHEMA IN (%s)
            ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION""";

    /** An index over an expression has parts without a column. */
    private static final String KEYS = """
            SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS
            WHERE NON_UNIQUE = 0 AND TABLE_SCHEMA IN (%s)
            ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX""";

    private static final String FOREIGN_KEYS = """
            SELECT k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,
                   k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.UPDATE_RULE, r.DELETE_RULE
            FROM information_schema.KEY_COLUMN_USAGE k
            JOIN information_schema.REFERENTIAL_CONSTRAINTS r
              ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
             AND r.TABLE_NAME = k.TABLE_NAME
            WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND k.TABLE_SCHEMA IN (%s)
            ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION""";

    private static final String TRIGGERS = """
            SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA IN (%s) ORDER BY 1, 2, 3""";

    private static final Set<String> SAFE_RULES = Set.of("NO ACTION", "RESTRICT");

    private final Connection connection;
    private final MySqlFamilyDialect dialect;
    private final List<String> schemas;
    private final Map<TableName, Found> found = new LinkedHashMap<>();

    private MySqlCatalog(Connection connection, MySqlFamilyDialect dialect, List<String> schemas) {
        this.connection = connection;
        this.dialect = dialect;
        this.schemas = schemas;
    }

    static List<Table> read(Connection connection, MySqlFamilyDialect dialect, List<String> schemas)
            throws SQLException {
        MySqlCatalog catalog = new MySqlCatalog(connection, dialect, schemas);
        catalog.each(TABLES, row -> {
            TableName name = new TableName(row.getString(1), row.getString(2));
            catalog.found.put(name, new Found(name, row.getLong(3)));
        });
        Set<String> json = dialect.jsonColumns(connection, schemas);
        catalog.eachOfAll(COLUMNS, (table, row) -> {
            table.columns.add(catalog.column(table.name, row, json));
            if ("ROW END".equals(row.getString(9))) {
                table.versions.add(row.getString(3));
            }
        });
        catalog.eachOfAll(
                KEYS,
                (table, row) -> table.keys
                        .computeIfAbsent(row.getString(3), name -> new ArrayList<>())
                        .add(String.valueOf(row.getString(4))));
        catalog.eachOfAll(FOREIGN_KEYS, MySqlCatalog::foreignKey);
        catalog.eachOfAll(TRIGGERS, (table, row) -> {
            if (!row.getString(3).startsWith(WriteStopSql.PREFIX)) {
                table.triggers.add(row.getString(3));
            }
        });
        return catalog.found.values().stream().map(Found::table).toList();
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private interface PartReader {
        void read(Found table, ResultSet row) throws SQLException;
    }

    private void each(String sql, RowReader reader) throws SQLException {
        if (schemas.isEmpty()) {
            return;
        }
        String names = String.join(", ", Collections.nCopies(schemas.size(), "?"));
        try (PreparedStatement statement = connection.prepareStatement(sql.replace("%s", names))) {
            for (int i = 0; i < schemas.size(); i++) {
                statement.setString(i + 1, schemas.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    private void eachOfAll(String sql, PartReader reader) throws SQLException {
        each(sql, row -> {
            Found table = found.get(new TableName(row.getString(1), row.getString(2)));
            if (table != null) {
                reader.read(table, row);
            }
        });
    }

    private Column column(TableName table, ResultSet row, Set<String> json) throws SQLException {
        String name = row.getString(3);
        String type = row.getString(4).toLowerCase(Locale.ROOT);
        String declared = row.getString(5).toLowerCase(Locale.ROOT);
        String charset = row.getString(10);
        String extra = row.getString(7).toLowerCase(Locale.ROOT);
        String expression = row.getString(9);
        boolean generated = expression != null && !expression.isEmpty();
        boolean utf8 = charset == null || charset.equals("utf8mb4");
        boolean ordered = charset != null && !type.equals("enum") && !type.equals("set");
        return new Column(
                name,
                "",
                type,
                // labels keep their case
                (type.equals("enum") || type.equals("set") ? row.getString(5) : declared)
                        + (utf8 ? "" : " character set " + charset),
                json.contains(table + "." + name) ? ColumnKind.JSON : kind(type),
                row.getString(6).equals("YES"),
                extra.contains("auto_increment") ? Identity.BY_DEFAULT : Identity.NONE,
                defaulted(row.getString(8)) || extra.contains("default_generated"),
                generated,
                ordered ? dialect.name() + "/" + row.getString(11) : "",
                extra.contains("on update"));
    }

    /** MariaDB writes a default as an expression, and so the absent one of a nullable column too. */
    private static boolean defaulted(@Nullable String expression) {
        return expression != null && !expression.equals("NULL");
    }

    private static ColumnKind kind(String type) {
        if (MySqlForms.binary(type) && !type.equals("vector")) {
            return ColumnKind.BYTES;
        }
        if (MySqlForms.spatial(type)) {
            return ColumnKind.SERVER_TEXT;
        }
        return switch (type) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> ColumnKind.INTEGER;
            case "decimal" -> ColumnKind.DECIMAL;
            case "float", "double" -> ColumnKind.FLOAT;
            case "bit" -> ColumnKind.BIT;
            case "char" -> ColumnKind.CHAR;
            case "varchar", "tinytext", "text", "mediumtext", "longtext" -> ColumnKind.TEXT;
            case "date" -> ColumnKind.DATE;
            case "datetime" -> ColumnKind.TIMESTAMP;
            case "timestamp" -> ColumnKind.INSTANT;
            case "time" -> ColumnKind.TIME;
            case "json" -> ColumnKind.JSON;
            case "enum" -> ColumnKind.ENUM;
            case "uuid" -> ColumnKind.UUID;
            case "set", "inet4", "inet6", "vector" -> ColumnKind.SERVER_TEXT;
            default -> ColumnKind.UNSUPPORTED;
        };
    }

    private static void foreignKey(Found table, ResultSet row) throws SQLException {
        String name = row.getString(3);
        ForeignKey known = table.foreignKeys.get(name);
        List<String> columns = new ArrayList<>(known == null ? List.of() : known.columns());
        List<String> parents = new ArrayList<>(known == null ? List.of() : known.parentColumns());
        columns.add(row.getString(4));
        parents.add(row.getString(7));
        boolean cascades = !SAFE_RULES.contains(row.getString(8)) || !SAFE_RULES.contains(row.getString(9));
        TableName parent = new TableName(row.getString(5), row.getString(6));
        table.foreignKeys.put(name, new ForeignKey(name, columns, parent, parents, cascades));
    }

    private static final class Found {
        private final TableName name;
        private final long estimatedRows;
        private final List<Column> columns = new ArrayList<>();
        private final Map<String, List<String>> keys = new LinkedHashMap<>();
        private final Map<String, ForeignKey> foreignKeys = new LinkedHashMap<>();
        private final List<String> triggers = new ArrayList<>();
        private final List<String> versions = new ArrayList<>();

        Found(TableName name, long estimatedRows) {
            this.name = name;
            this.estimatedRows = estimatedRows;
        }

        Table table() {
            // the end of a row's version is part of each key of a table that keeps its history
            keys.values().forEach(key -> key.removeAll(versions));
            Set<String> names = new LinkedHashSet<>();
            columns.forEach(c -> names.add(c.name()));
            List<List<String>> uniques = keys.entrySet().stream()
                    .filter(key -> !key.getKey().equals("PRIMARY") && names.containsAll(key.getValue()))
                    .map(Map.Entry::getValue)
                    .toList();
            List<String> primary = keys.getOrDefault("PRIMARY", List.of());
            return new Table(
                    name, columns, primary, List.copyOf(foreignKeys.values()), uniques, triggers, estimatedRows);
        }
    }
}
