package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** What preflight asks PostgreSQL in depth. */
final class PostgresProbe implements ServerProbe {
    /** A field takes a gigabyte. */
    private static final long LARGEST = 1L << 30;

    private static final int SECONDS = 3;
    private static final Set<ColumnKind> LONG =
            EnumSet.of(ColumnKind.TEXT, ColumnKind.BYTES, ColumnKind.JSON, ColumnKind.SERVER_TEXT);
    private static final String TRAITS = """
            SELECT current_setting('TimeZone'), extract(timezone FROM timestamptz '2025-01-15 12:00:00+00')::int,
                   extract(timezone FROM timestamptz '2025-07-15 12:00:00+00')::int,
                   current_setting('default_transaction_isolation')""";
    private static final String MISSING = """
            SELECT n.nspname, c.relname, c.relkind::text, string_agg(p.what, ', ' ORDER BY p.place) AS missing,
                   NOT has_schema_privilege(n.oid, 'USAGE') AS closed
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS p(what, place)
            WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY (?)
              AND (NOT has_table_privilege(c.oid, p.what) OR NOT has_schema_privilege(n.oid, 'USAGE'))
            GROUP BY 1, 2, 3, 5 ORDER BY 1, 2""";
    private static final String SEQUENCES = """
            SELECT n.nspname, t.relname, sn.nspname, s.relname FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
            JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
            JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
              AND n.nspname = ANY (?)
              AND CASE WHEN s.relkind = 'S' THEN NOT has_sequence_privilege(s.oid, 'UPDATE') END""";

    private final PostgresDialect dialect;

    PostgresProbe(PostgresDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public ServerTraits traits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TRAITS)) {
            row.next();
            return new ServerTraits(
                    row.getString(1),
                    new ServerTraits.Offsets(row.getInt(2), row.getInt(3)),
                    row.getString(4),
                    Set.of(),
                    false,
                    LARGEST);
        }
    }

    @Override
    public List<Problem> checkSession(Connection connection, Side side) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        if (pooled(connection)) {
            problems.add(PoolerCheck.found(side, "pg_backend_pid() is not the process that the driver was told"));
        }
        String encoding = PostgresDialect.string(connection, "SHOW server_encoding");
        if (!encoding.equals("UTF8")) {
            problems.add(new Problem(
                    Severity.WARNING,
                    "ENCODING_NOT_UTF8",
                    side.label(),
                    "The database's encoding is " + encoding + ", which has no place for some characters.",
                    "Use a database that was created with ENCODING 'UTF8'; else rows with other characters are refused by"
                            + " name."));
        }
        return problems;
    }

    /** Whoever stands in between answers the driver's greeting himself, and hands transactions to several sessions. */
    private static boolean pooled(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return false;
        }
        String told = String.valueOf(connection.unwrap(PGConnection.class).getBackendPID());
        return !PostgresDialect.string(connection, "SELECT pg_backend_pid()").equals(told);
    }

    @Override
    public List<Problem> checkPrivileges(Connection connection, Side side, List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        Set<TableName> wanted = tables.stream().map(Table::name).collect(Collectors.toSet());
        List<String> schemas = wanted.stream().map(TableName::schema).distinct().toList();
        String user = PostgresDialect.string(connection, "SELECT current_user");
        each(connection, MISSING, schemas, row -> {
            TableName table = new TableName(row.getString(1), row.getString(2));
            if (wanted.contains(table)) {
                String missing = row.getString("missing");
                boolean closed = row.getBoolean("closed");
                problems.add(new Problem(
                        Severity.ERROR,
                        "NO_PRIVILEGE_TABLE",
                        table.toString(),
                        "User " + user + " of the " + side.label()
                                + (closed ? " may not use the schema." : " may not " + missing + "."),
                        (closed
                                        ? "GRANT USAGE ON SCHEMA " + dialect.quote(table.schema()) + " TO "
                                                + dialect.quote(user) + "; "
                                        : "")
                                + "GRANT " + missing + " ON " + name(table) + " TO "
                                + dialect.quote(user) + ";"));
            }
        });
        each(connection, SEQUENCES, schemas, row -> {
            TableName table = new TableName(row.getString(1), row.getString(2));
            if (wanted.contains(table)) {
                problems.add(new Problem(
                        Severity.ERROR,
                        "NO_PRIVILEGE_SEQUENCE",
                        table.toString(),
                        "User " + user + " of the " + side.label() + " may not raise the table's counter.",
                        "GRANT USAGE, SELECT, UPDATE ON SEQUENCE "
                                + name(new TableName(row.getString(3), row.getString(4))) + " TO "
                                + dialect.quote(user) + ";"));
            }
        });
        return problems;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, List<String> schemas, RowReader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    private String name(TableName table) {
        return dialect.quote(table.schema()) + "." + dialect.quote(table.name());
    }

    @Override
    public OptionalLong longestValue(Connection connection, Table table) throws SQLException {
        String lengths = table.writableColumns().stream()
                .filter(column -> LONG.contains(column.kind()))
                .map(Column::name)
                .map(dialect::quote)
                .map(name -> "max(octet_length(" + name + "::text))")
                .collect(Collectors.joining(", "));
        return SlowQuestion.number(
                dialect, connection, lengths, "SELECT greatest(" + lengths + ") FROM " + name(table.name()), SECONDS);
    }

    @Override
    public boolean holdsNaN() {
        return true;
    }

    @Override
    public String type(ColumnKind kind) {
        return switch (kind) {
            case TIMESTAMP -> "timestamp";
            case INSTANT -> "timestamptz";
            case TIME -> "time";
            case DATE -> "date";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case FLOAT -> "double precision";
            case DECIMAL -> "numeric(38, 10)";
            case INTEGER -> "bigint";
            case BOOLEAN -> "boolean";
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    @Override
    public String text(ColumnKind kind, String column) {
        return switch (kind) {
            case TIMESTAMP -> "to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US')";
            case INSTANT -> "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";
            case TIME -> "to_char(" + column + "::interval, 'HH24:MI:SS.US')";
            case DATE -> "to_char(" + column + ", 'YYYY-MM-DD')";
            case TEXT -> "encode(convert_to(" + column + ", 'UTF8'), 'hex')";
            case BYTES -> "encode(" + column + ", 'hex')";
            case BOOLEAN -> column + "::int::text";
            default -> column + "::text";
        };
    }

    @Override
    public String dropTemporary(String table) {
        return "DROP TABLE IF EXISTS pg_temp." + table;
    }
}
