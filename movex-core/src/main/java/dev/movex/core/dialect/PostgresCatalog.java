package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Column.Identity;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables from PostgreSQL's system catalogs. */
final class PostgresCatalog {
    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.reltuples::bigint,
                   coalesce((SELECT array_agg(t.tgname::text ORDER BY t.tgname) FROM pg_trigger t
                             WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
                               AND t.tgname <> 'movex_stop'), '{}') AS triggers
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('information_schema', 'movex') AND n.nspname !~ '^pg_'
              AND (cardinality(?::text[]) = 0 OR n.nspname = ANY (?::text[]))
            ORDER BY n.nspname, c.relname""";

    /** Values of a domain are compared as those of the type under it. */
    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, tn.nspname, t.typname, format_type(base.oid, base.typmod), base.typtype,
                   base.typcategory, base.typname AS base_name, a.attidentity, a.attgenerated,
                   a.attnotnull OR t.typtype = 'd' AND t.typnotnull AS not_null,
                   coalesce(pg_get_expr(d.adbin, d.adrelid), CASE WHEN t.typtype = 'd' THEN t.typdefault END)
                     AS default_expression,
                   coalesce((SELECT co.collname || '/' || CASE WHEN co.collname = 'default'
                             THEN db.datcollate || '/' || coalesce(db.datcollversion, '')
                             ELSE coalesce(co.collversion, '') END
                             || CASE WHEN co.collisdeterministic THEN '' ELSE '/nondeterministic' END
                             FROM pg_collation co, pg_database db
                             WHERE co.oid = a.attcollation AND db.datname = current_database()), '') AS collation
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_namespace tn ON tn.oid = t.typnamespace
            JOIN LATERAL (WITH RECURSIVE under AS (
                            SELECT u.oid, u.typtype, u.typcategory, u.typname, u.typbasetype,
                                   greatest(a.atttypmod, u.typtypmod) AS typmod FROM pg_type u WHERE u.oid = t.oid
                            UNION ALL SELECT u.oid, u.typtype, u.typcategory, u.typname, u.typbasetype,
                                             CASE under.typmod WHEN -1 THEN u.typtypmod ELSE under.typmod END
                            FROM under JOIN pg_type u ON u.oid = under.typbasetype WHERE under.typtype = 'd')
                          SELECT * FROM under WHERE typtype <> 'd') base ON true
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = ANY (?)
            ORDER BY a.attrelid, a.attnum""";

    private static final String KEYS = """
            SELECT i.indrelid, i.indisprimary,
                   (SELECT array_agg(a.attname::text ORDER BY k.n)
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                    WHERE k.n <= i.indnkeyatts) AS columns
            FROM pg_index i
            WHERE i.indisunique AND i.indisvalid AND i.indrelid = ANY (?) AND 0 <> ALL (i.indkey::int2[])
            ORDER BY i.indrelid, i.indexrelid""";

    private static final String FOREIGN_KEYS = """
            SELECT co.conrelid, co.conname, n.nspname, p.relname, co.confdeltype, co.confupdtype,
                   (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(co.conkey) WITH ORDINALITY AS k(attnum, n)
                    JOIN pg_attribute a ON a.attrelid = co.conrelid AND a.attnum = k.attnum) AS child_columns,
                   (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(co.confkey) WITH ORDINALITY AS k(attnum, n)
                    JOIN pg_attribute a ON a.attrelid = co.confrelid AND a.attnum = k.attnum) AS parent_columns
            FROM pg_constraint co
            JOIN pg_class p ON p.oid = co.confrelid
            JOIN pg_namespace n ON n.oid = p.relnamespace
            WHERE co.contype = 'f' AND co.conparentid = 0 AND co.conrelid = ANY (?)
            ORDER BY co.conrelid, co.conname""";

    private final Connection connection;
    private final Map<Long, Found> found = new LinkedHashMap<>();

    private PostgresCatalog(Connection connection) {
        this.connection = connection;
    }

    static List<Table> read(Connection connection, List<String> schemas) throws SQLException {
        PostgresCatalog catalog = new PostgresCatalog(connection);
        catalog.readTables(schemas);
        catalog.eachOfAll(COLUMNS, (table, row) -> table.columns.add(column(row)));
        catalog.eachOfAll(KEYS, (table, row) -> {
            if (row.getBoolean("indisprimary")) {
                table.key = strings(row, "columns");
            } else {
                table.uniques.add(strings(row, "columns"));
            }
        });
        catalog.eachOfAll(FOREIGN_KEYS, (table, row) -> table.foreignKeys.add(foreignKey(row)));
        return catalog.found.values().stream().map(Found::table).toList();
    }

    private void readTables(List<String> schemas) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            Array wanted = connection.createArrayOf("text", schemas.toArray());
            statement.setArray(1, wanted);
            statement.setArray(2, wanted);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName name = new TableName(row.getString("nspname"), row.getString("relname"));
                    found.put(row.getLong("oid"), new Found(name, strings(row, "triggers"), row.getLong(4)));
                }
            }
        }
    }

    private void eachOfAll(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("oid", found.keySet().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Found table = found.get(row.getLong(1));
                    if (table != null) {
                        reader.read(table, row);
                    }
                }
            }
        }
    }

    private static Column column(ResultSet row) throws SQLException {
        String defaultExpression = row.getString("default_expression");
        boolean generated = !row.getString("attgenerated").isEmpty();
        boolean serial = defaultExpression != null && defaultExpression.startsWith("nextval(");
        Identity identity = switch (row.getString("attidentity")) {
            case "a" -> Identity.ALWAYS;
            case "d" -> Identity.BY_DEFAULT;
            default -> serial ? Identity.BY_DEFAULT : Identity.NONE;
        };
        return new Column(
                row.getString("attname"),
                row.getString(3),
                row.getString("typname"),
                row.getString(5),
                kind(row.getString("typtype"), row.getString("typcategory"), row.getString("base_name")),
                !row.getBoolean("not_null"),
                identity,
                defaultExpression != null && !generated,
                generated,
                row.getString("collation"));
    }

    private static ColumnKind kind(String typtype, String category, String name) {
        if (typtype.equals("e")) {
            return ColumnKind.ENUM;
        }
        if (category.equals("A")) {
            return ColumnKind.ARRAY;
        }
        if (!typtype.equals("b")) {
            return typtype.equals("p") ? ColumnKind.UNSUPPORTED : ColumnKind.SERVER_TEXT;
        }
        return switch (name) {
            case "int2", "int4", "int8" -> ColumnKind.INTEGER;
            case "numeric" -> ColumnKind.DECIMAL;
            case "float4", "float8" -> ColumnKind.FLOAT;
            case "bool" -> ColumnKind.BOOLEAN;
            case "text", "varchar" -> ColumnKind.TEXT;
            case "bpchar" -> ColumnKind.CHAR;
            case "bytea" -> ColumnKind.BYTES;
            case "date" -> ColumnKind.DATE;
            case "timestamp" -> ColumnKind.TIMESTAMP;
            case "timestamptz" -> ColumnKind.INSTANT;
            case "time", "timetz", "interval" -> ColumnKind.TIME;
            case "uuid" -> ColumnKind.UUID;
            case "json", "jsonb" -> ColumnKind.JSON;
            case "bit", "varbit" -> ColumnKind.BIT;
            // numbers of the server's own objects mean something else on another server
            case "oid",
                    "xid",
                    "xid8",
                    "cid",
                    "tid",
                    "regclass",
                    "regproc",
                    "regtype",
                    "pg_lsn",
                    "txid_snapshot",
                    "pg_snapshot" -> ColumnKind.UNSUPPORTED;
            default -> ColumnKind.SERVER_TEXT;
        };
    }

    private static ForeignKey foreignKey(ResultSet row) throws SQLException {
        boolean cascades = !"ar".contains(row.getString("confdeltype")) || !"ar".contains(row.getString("confupdtype"));
        return new ForeignKey(
                row.getString("conname"),
                strings(row, "child_columns"),
                new TableName(row.getString("nspname"), row.getString("relname")),
                strings(row, "parent_columns"),
                cascades);
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private interface RowReader {
        void read(Found table, ResultSet row) throws SQLException;
    }

    private static final class Found {
        private final TableName name;
        private final List<String> triggers;
        private final long estimatedRows;
        private final List<Column> columns = new ArrayList<>();
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private final List<List<String>> uniques = new ArrayList<>();
        private List<String> key = List.of();

        Found(TableName name, List<String> triggers, long estimatedRows) {
            this.name = name;
            this.triggers = triggers;
            this.estimatedRows = estimatedRows;
        }

        Table table() {
            return new Table(name, columns, key, foreignKeys, uniques, triggers, estimatedRows);
        }
    }
}
