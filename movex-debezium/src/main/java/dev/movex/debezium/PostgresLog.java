package dev.movex.debezium;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a reader needs on PostgreSQL besides itself: a publication of the planned tables, and its slot. */
final class PostgresLog {
    private static final TableName MARKS = new TableName("movex", EngineProperties.MARKS);

    private final Dialect dialect;
    private final String name;
    private final List<TableName> tables;

    PostgresLog(Dialect dialect, Plan plan, Side side, String name) {
        this.dialect = dialect;
        this.name = name;
        this.tables = plan.tables().stream()
                .map((PlannedTable table) -> table.on(side).name())
                .toList();
    }

    /**
     * Makes the publication unless somebody has.
     *
     * @param resumes whether the log was read before: then the slot must be there still
     * @throws MovexException with code {@code LOG_LOST} or {@code PUBLICATION}
     */
    void prepare(Connection connection, boolean resumes) throws SQLException {
        if (resumes && !slotKept(connection)) {
            throw new MovexException(
                    "LOG_LOST",
                    "The server does not keep its log for " + name + " any more.",
                    "Go back to src_only, which voids what was proven, and begin again.");
        }
        Set<TableName> published = published(connection);
        List<TableName> wanted = new ArrayList<>(tables);
        wanted.add(MARKS);
        if (published.isEmpty()) {
            execute(connection, create(wanted));
        } else if (!published.containsAll(wanted)) {
            wanted.removeAll(published);
            throw new MovexException(
                    "PUBLICATION",
                    "The publication " + name + " lacks " + wanted + ".",
                    "Drop it, so that Movex makes it anew, or add them.");
        }
    }

    private String create(List<TableName> wanted) {
        return "CREATE PUBLICATION " + dialect.quote(name) + " FOR TABLE "
                + wanted.stream()
                        .map(t -> dialect.quote(t.schema()) + "." + dialect.quote(t.name()))
                        .collect(Collectors.joining(", "));
    }

    private boolean slotKept(Connection connection) throws SQLException {
        return ask(
                        connection,
                        "SELECT count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name = ?"
                                + " AND coalesce(wal_status, '') <> 'lost'")
                > 0;
    }

    private Set<TableName> published(Connection connection) throws SQLException {
        Set<TableName> published = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE pubname = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    published.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return published;
    }

    /** Drops slot and publication, so that the server lets go of its log. */
    void drop(Connection connection) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(
                "SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots"
                        + " WHERE slot_name = ?")) {
            drop.setString(1, name);
            drop.execute();
        }
        execute(connection, "DROP PUBLICATION IF EXISTS " + dialect.quote(name));
    }

    List<String> obstacles(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        if (ask(
                        connection,
                        "SELECT count(*) FROM pg_catalog.pg_settings WHERE name = 'wal_level'"
                                + " AND setting = 'logical' AND ? <> ''")
                == 0) {
            found.add("wal_level is not logical: set it, which takes a restart of the server");
        }
        if (ask(
                        connection,
                        "SELECT count(*) FROM pg_catalog.pg_roles r WHERE ? <> '' AND (r.rolname = current_user"
                                + " AND (r.rolreplication OR r.rolsuper)"
                                + " OR r.rolname = 'rds_replication' AND pg_has_role(current_user, r.oid, 'member'))")
                == 0) {
            found.add("the user may not replicate: ALTER ROLE … REPLICATION");
        }
        if (ask(connection, "SELECT count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name <> ?")
                >= ask(
                        connection,
                        "SELECT setting::int FROM pg_catalog.pg_settings WHERE ? <> ''"
                                + " AND name = 'max_replication_slots'")) {
            found.add("no slot is free: raise max_replication_slots, which takes a restart of the server");
        }
        for (TableName table : tables) {
            String identity = "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE n.nspname || '.' || c.relname = ?"
                    + " AND c.relreplident NOT IN ('d', 'f')";
            if (ask(connection, identity, table.toString()) > 0) {
                found.add(table + " tells its log no primary keys: ALTER TABLE … REPLICA IDENTITY DEFAULT");
            }
        }
        return found;
    }

    private long ask(Connection connection, String query) throws SQLException {
        return ask(connection, query, name);
    }

    private static long ask(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
