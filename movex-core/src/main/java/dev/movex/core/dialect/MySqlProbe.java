package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What preflight asks MySQL and MariaDB in depth. */
final class MySqlProbe implements ServerProbe {
    private static final int SECONDS = 3;
    private static final Set<Integer> DENIED = Set.of(1142, 1143, 1370);
    private static final String TRAITS =
            "SELECT IF(@@SESSION.time_zone = 'SYSTEM', CONCAT('SYSTEM (', @@system_time_zone, ')'), @@SESSION.time_zone),"
                    + " TIMESTAMPDIFF(SECOND, '2025-01-15 12:00:00', FROM_UNIXTIME(1736942400)),"
                    + " TIMESTAMPDIFF(SECOND, '2025-07-15 12:00:00', FROM_UNIXTIME(1752580800)),"
                    + " @@SESSION.sql_mode, @@GLOBAL.lower_case_table_names, @@GLOBAL.max_allowed_packet";

    private final MySqlFamilyDialect dialect;
    private final LocalInfile driver;

    MySqlProbe(MySqlFamilyDialect dialect, LocalInfile driver) {
        this.dialect = dialect;
        this.driver = driver;
    }

    @Override
    public ServerTraits traits(Connection connection) throws SQLException {
        String isolation = isolation(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TRAITS)) {
            row.next();
            return new ServerTraits(
                    row.getString(1),
                    new ServerTraits.Offsets(row.getInt(2), row.getInt(3)),
                    isolation,
                    modes(row.getString(4)),
                    row.getInt(5) != 0,
                    row.getLong(6));
        }
    }

    /** The servers call it by different names. */
    private static String isolation(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SHOW VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')")) {
            return row.next() ? row.getString(2).toLowerCase(Locale.ROOT).replace('-', ' ') : "";
        }
    }

    private static Set<String> modes(String list) {
        Set<String> modes = new LinkedHashSet<>(List.of(list.split(",")));
        modes.remove("");
        return modes;
    }

    @Override
    public List<Problem> checkSession(Connection connection, Side side) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        String version = connection.getMetaData().getDatabaseProductVersion().toLowerCase(Locale.ROOT);
        OptionalLong told = driver.sessionId(connection);
        if (version.contains("maxscale") || version.contains("proxysql")) {
            problems.add(PoolerCheck.found(side, "the server calls itself " + version));
        } else if (told.isPresent()
                && !MySqlFamilyDialect.string(connection, "SELECT CONNECTION_ID() + 0")
                        .equals(String.valueOf(told.getAsLong()))) {
            problems.add(PoolerCheck.found(side, "CONNECTION_ID() is not the session that the driver was told"));
        }
        String modes = MySqlFamilyDialect.string(connection, "SELECT @@SESSION.sql_mode");
        if (!modes.contains("STRICT_TRANS_TABLES") && !modes.contains("STRICT_ALL_TABLES")) {
            problems.add(new Problem(
                    Severity.WARNING,
                    "SQL_MODE_NOT_STRICT",
                    side.label(),
                    "The session's sql_mode is not strict, so that " + dialect.product()
                            + " changes values that do not fit in silence. Such writes are mirrored as whole rows.",
                    "Add STRICT_TRANS_TABLES to sql_mode; Movex's own sessions are strict in any case."));
        }
        if (side == Side.DST && !(LocalInfile.serverAllows(connection) && driver.driverAllows(connection))) {
            boolean server = !LocalInfile.serverAllows(connection);
            problems.add(new Problem(
                    Severity.WARNING,
                    "BULK_LOAD_OFF",
                    side.label(),
                    "LOAD DATA LOCAL is not allowed by the " + (server ? "server" : "driver")
                            + ", so that the copy falls back to inserts of many rows, which is slower.",
                    server
                            ? "SET GLOBAL local_infile = ON for the time of the copy."
                            : "Add " + driver.property() + "=true to the URL of Movex's own connections."));
        }
        return problems;
    }

    /** The server is asked to explain a statement of each kind, which it refuses to whom it would refuse the statement. */
    @Override
    public List<Problem> checkPrivileges(Connection connection, Side side, List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (Table table : tables) {
            List<String> missing = new ArrayList<>();
            for (Map.Entry<String, String> one : statements(table).entrySet()) {
                if (denied(connection, one.getValue())) {
                    missing.add(one.getKey());
                }
            }
            if (!missing.isEmpty()) {
                String user = MySqlFamilyDialect.string(connection, "SELECT CURRENT_USER()");
                String list = String.join(", ", missing);
                problems.add(new Problem(
                        Severity.ERROR,
                        "NO_PRIVILEGE_TABLE",
                        table.name().toString(),
                        "User " + user + " of the " + side.label() + " may not " + list + ".",
                        "GRANT " + list + " ON " + name(table) + " TO " + MySqlGrants.user(user) + ";"));
            }
        }
        return problems;
    }

    private Map<String, String> statements(Table table) {
        String name = name(table);
        String column = dialect.quote(table.writableColumns().get(0).name());
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("SELECT", "EXPLAIN SELECT " + column + " FROM " + name + " WHERE FALSE");
        statements.put(
                "INSERT",
                "EXPLAIN INSERT INTO " + name + " (" + column + ") SELECT NULL FROM (SELECT 1) x WHERE FALSE");
        statements.put("UPDATE", "EXPLAIN UPDATE " + name + " SET " + column + " = " + column + " WHERE FALSE");
        statements.put("DELETE", "EXPLAIN DELETE FROM " + name + " WHERE FALSE");
        return statements;
    }

    private static boolean denied(Connection connection, String explain) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(explain);
            return false;
        } catch (SQLException e) {
            if (!connection.isValid(SECONDS)) {
                throw e;
            }
            // what else a server has against a statement that does nothing is no matter of privileges
            return DENIED.contains(e.getErrorCode());
        }
    }

    private String name(Table table) {
        return dialect.quote(table.name().schema()) + "."
                + dialect.quote(table.name().name());
    }

    @Override
    public OptionalLong longestValue(Connection connection, Table table) throws SQLException {
        String lengths = table.writableColumns().stream()
                .filter(MySqlProbe::isLong)
                .map(Column::name)
                .map(dialect::quote)
                .map(name -> "COALESCE(MAX(OCTET_LENGTH(" + name + ")), 0)")
                .collect(Collectors.joining(", "));
        return SlowQuestion.number(
                dialect, connection, lengths, "SELECT GREATEST(0, " + lengths + ") FROM " + name(table), SECONDS);
    }

    @Override
    public List<Long> datesInNoCalendar(Connection connection, Table table, List<Column> columns) throws SQLException {
        String sums = columns.stream()
                .map(column -> "COALESCE(SUM(" + MySqlDates.inNoCalendar(dialect.quote(column.name())) + "), 0)")
                .collect(Collectors.joining(", "));
        return SlowQuestion.numbers(dialect, connection, sums, "SELECT " + sums + " FROM " + name(table), SECONDS);
    }

    private static boolean isLong(Column column) {
        return Set.of("mediumtext", "longtext", "mediumblob", "longblob", "json")
                .contains(column.typeName());
    }

    @Override
    public boolean holdsNaN() {
        return false;
    }

    @Override
    public String type(ColumnKind kind) {
        return switch (kind) {
            case TIMESTAMP -> "DATETIME(6)";
            case INSTANT -> "TIMESTAMP(6) NULL";
            case TIME -> "TIME(6)";
            case DATE -> "DATE";
            case TEXT -> "TEXT CHARACTER SET utf8mb4";
            case BYTES -> "BLOB";
            case FLOAT -> "DOUBLE";
            case DECIMAL -> "DECIMAL(38, 10)";
            case INTEGER -> "BIGINT";
            case BOOLEAN -> "TINYINT(1)";
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    @Override
    public String text(ColumnKind kind, String column) {
        return switch (kind) {
            case TIMESTAMP -> "DATE_FORMAT(" + column + ", " + MySqlForms.MICROS + ")";
            case INSTANT ->
                "DATE_FORMAT(CONVERT_TZ(" + column + ", @@SESSION.time_zone, '+00:00'), " + MySqlForms.MICROS + ")";
            case TIME -> "TIME_FORMAT(" + column + ", '%H:%i:%s.%f')";
            case TEXT, BYTES -> "LOWER(HEX(" + column + "))";
            default -> "CAST(" + column + " AS CHAR)";
        };
    }

    @Override
    public String dropTemporary(String table) {
        return "DROP TEMPORARY TABLE IF EXISTS " + table;
    }
}
