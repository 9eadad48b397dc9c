package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.util.ArrayList;
import java.util.List;

/** The least that a migration needs on a MySQL or MariaDB server. */
final class MySqlGrants {
    private static final String WRITE = "SELECT, INSERT, UPDATE, DELETE";

    private final MySqlFamilyDialect dialect;
    private final Grants grants;
    private final String application;
    private final String operator;

    MySqlGrants(MySqlFamilyDialect dialect, Grants grants) {
        this.dialect = dialect;
        this.grants = grants;
        this.application = user(grants.application());
        this.operator = user(grants.operator());
    }

    /** Triggers are hidden from who lacks TRIGGER; a counter is raised by ALTER TABLE, which asks for CREATE as well. */
    List<String> statements() {
        String both = grants.follows() ? operator : application + ", " + operator;
        List<String> statements = new ArrayList<>();
        for (Table table : grants.tables()) {
            statements.add("GRANT " + WRITE + ", TRIGGER ON " + name(table.name()) + " TO " + both);
            if (table.columns().stream().anyMatch(Column::counted)) {
                statements.add("GRANT ALTER, CREATE ON " + name(table.name()) + " TO " + operator);
            }
        }
        for (Sequence sequence : grants.sequences()) {
            statements.add("GRANT SELECT, INSERT, ALTER ON " + name(sequence.name()) + " TO " + both);
        }
        statements.add("GRANT CREATE, ALTER, DROP, INDEX, " + WRITE + " ON movex.* TO " + operator);
        if (!grants.follows()) {
            statements.add("GRANT " + WRITE + " ON movex.* TO " + application);
        }
        statements.add("GRANT PROCESS ON *.* TO " + operator);
        for (String table : dialect.lockTables()) {
            statements.add("GRANT SELECT ON " + table + " TO " + operator);
        }
        statements.add("GRANT " + dialect.endSessionsPrivilege() + " ON *.* TO " + operator);
        if (grants.log() != null) {
            // MariaDB has the second as BINLOG MONITOR, too
            statements.add("GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + operator);
        }
        if (grants.follows()) {
            // with a binary log triggers are for SUPER alone otherwise
            statements.add("SET GLOBAL log_bin_trust_function_creators = 1");
        }
        return statements;
    }

    /** A user without a host is one from anywhere. */
    static String user(String name) {
        int at = name.lastIndexOf('@');
        String user = at < 0 ? name : name.substring(0, at);
        String host = at < 0 ? "%" : name.substring(at + 1);
        return literal(user) + "@" + literal(host);
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private String name(TableName name) {
        return dialect.quote(name.schema()) + "." + dialect.quote(name.name());
    }
}
