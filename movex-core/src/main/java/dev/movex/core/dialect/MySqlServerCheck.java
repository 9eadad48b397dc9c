package dev.movex.core.dialect;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Table;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds what a MySQL or MariaDB server puts in the way of a migration. Leaves nothing behind. */
final class MySqlServerCheck {
    private final MySqlFamilyDialect dialect;
    private final Connection connection;
    private final Side side;
    private final List<Problem> problems = new ArrayList<>();

    MySqlServerCheck(MySqlFamilyDialect dialect, Connection connection, Side side) {
        this.dialect = dialect;
        this.connection = connection;
        this.side = side;
    }

    private void add(Severity severity, String code, String what, String remedy) {
        problems.add(new Problem(severity, code, side.label(), what, remedy));
    }

    List<Problem> run() throws SQLException {
        checkVersion();
        checkDurability();
        if (!variable("read_only").equals("0") && !variable("read_only").equals("OFF")) {
            add(
                    Severity.ERROR,
                    "SERVER_READ_ONLY",
                    "The server takes no writes (read_only).",
                    "Name a server that takes writes.");
        }
        if (variable("log_bin").equals("1") && variable("binlog_format").equals("STATEMENT")) {
            add(
                    Severity.ERROR,
                    "BINLOG_FORMAT_STATEMENT",
                    "The server's binary log takes statements, so that it refuses writes at READ COMMITTED, which Movex"
                            + " uses.",
                    "SET GLOBAL binlog_format = ROW.");
        }
        if (dialect.currentSchema(connection).isEmpty()) {
            add(
                    Severity.ERROR,
                    "NO_DATABASE",
                    "The URL names no database, so that names without one mean nothing.",
                    "Add the database to the URL.");
        }
        checkPrivileges();
        return problems;
    }

    private void checkVersion() throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        int version = server.getDatabaseMajorVersion() * 100 + server.getDatabaseMinorVersion();
        int oldest = dialect.oldestVersion();
        if (version < oldest) {
            add(
                    Severity.ERROR,
                    "SERVER_TOO_OLD",
                    "The server is " + dialect.product() + " " + version / 100 + "." + version % 100 + ".",
                    "Use " + dialect.product() + " " + oldest / 100 + "." + oldest % 100 + " or newer.");
        }
    }

    private void checkDurability() throws SQLException {
        boolean binlog = variable("log_bin").equals("1");
        if (!variable("innodb_flush_log_at_trx_commit").equals("1")
                || binlog && !variable("sync_binlog").equals("1")) {
            add(
                    Severity.WARNING,
                    "COMMITS_NOT_DURABLE",
                    "The server may lose commits that it has acknowledged (innodb_flush_log_at_trx_commit"
                            + (binlog ? " or sync_binlog" : "") + " is not 1).",
                    "Set it to 1 for the time of the migration.");
        }
    }

    private void checkPrivileges() throws SQLException {
        String user = MySqlFamilyDialect.string(connection, "SELECT CURRENT_USER()");
        try {
            InnodbTransactions.read(connection, dialect);
        } catch (MovexException e) {
            add(
                    Severity.ERROR,
                    "NO_PRIVILEGE_PROCESS",
                    "User " + user + " may not see which transactions are open.",
                    "GRANT PROCESS ON *.* TO it.");
        }
        if (!mayCreate()) {
            add(
                    Severity.ERROR,
                    "NO_PRIVILEGE_CREATE",
                    "User " + user + " may not create Movex's database and tables.",
                    "GRANT ALL ON movex.* TO it.");
        }
    }

    /** Reads grants as the server lists them; what comes by a role that is not listed counts as given. */
    private boolean mayCreate() throws SQLException {
        boolean roles = false;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GRANTS")) {
            while (row.next()) {
                String grant = row.getString(1).toUpperCase(Locale.ROOT).replace("`", "");
                int on = grant.indexOf(" ON ");
                if (on < 0) {
                    roles = true;
                } else if (grant.startsWith("*.*", on + 4) || grant.startsWith("MOVEX.*", on + 4)) {
                    if (grant.matches("GRANT (.*, )?(ALL PRIVILEGES|CREATE)(,.*)? ON .*")) {
                        return true;
                    }
                }
            }
        }
        return roles;
    }

    /** Finds tables without transactions, and triggers that would act on images. */
    List<Problem> tables(List<Table> tables) throws SQLException {
        for (Table table : tables) {
            String engine = ofTable("ENGINE", table);
            if (!engine.equalsIgnoreCase("InnoDB")) {
                problems.add(new Problem(
                        Severity.ERROR,
                        "TABLE_NOT_TRANSACTIONAL",
                        table.name().toString(),
                        "The table's engine on the " + side.label() + " is " + engine + ", which has no transactions.",
                        "ALTER TABLE … ENGINE = InnoDB, or exclude the table."));
            }
            if (ofTable("TABLE_TYPE", table).equals("SYSTEM VERSIONED")) {
                problems.add(new Problem(
                        Severity.WARNING,
                        "HISTORY_NOT_MOVED",
                        table.name().toString(),
                        "The " + side.label()
                                + " keeps former versions of its rows (WITH SYSTEM VERSIONING); Movex moves the"
                                + " rows of today alone.",
                        "Keep the source for its history, or copy that by hand into a table of its own."));
            }
            if (side == Side.SRC && !table.triggers().isEmpty()) {
                problems.add(
                        new Problem(
                                Severity.WARNING,
                                "TRIGGERS_ON_WAY_BACK",
                                table.name().toString(),
                                "The source has triggers " + table.triggers() + ", which " + dialect.product()
                                        + " can't keep from acting on rows that come back once the target is the primary.",
                                "Drop them on the source just before dst_first; create them again if you go back to src_only."));
            }
            if (side == Side.DST && !table.triggers().isEmpty()) {
                problems.add(new Problem(
                        Severity.ERROR,
                        "TRIGGERS_ON_TARGET",
                        table.name().toString(),
                        "The target has triggers " + table.triggers() + ", which " + dialect.product()
                                + " can't keep from acting on rows that arrive as images.",
                        "Drop them on the target; create them again when the target alone is written."));
            }
        }
        return problems;
    }

    private String ofTable(String what, Table table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + what + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
            statement.setString(1, table.name().schema());
            statement.setString(2, table.name().name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "unknown";
            }
        }
    }

    private String variable(String name) throws SQLException {
        return MySqlFamilyDialect.string(connection, "SELECT @@GLOBAL." + name).toUpperCase(Locale.ROOT);
    }
}
