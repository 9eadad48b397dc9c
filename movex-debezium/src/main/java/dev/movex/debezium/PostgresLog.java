package dev.movex.debezium;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.PostgresPublication;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a reader needs on PostgreSQL besides itself: a publication of the planned tables, and its slot. */
final class PostgresLog {
    private static final TableName MARKS = new TableName("movex", EngineProperties.MARKS);

    private final Dialect dialect;
    private final String name;
    private final Map<TableName, Set<String>> keys = new LinkedHashMap<>();

    PostgresLog(Dialect dialect, Plan plan, Side side, String name) {
        this.dialect = dialect;
        this.name = name;
        for (PlannedTable table : plan.tables()) {
            Set<String> key = keys.computeIfAbsent(table.on(side).name(), t -> new LinkedHashSet<>());
            table.keyOn(side).forEach(column -> key.add(column.name()));
        }
    }

    /**
     * Makes the publication unless somebody has.
     *
     * @param resumes whether the log was read before: then the slot must be there still
     * @throws MovexException with code {@code LOG_LOST}, {@code LOG_KEY} or {@code PUBLICATION}
     */
    void prepare(Connection connection, boolean resumes) throws SQLException {
        if (resumes && !slotKept(connection)) {
            throw new MovexException(
                    "LOG_LOST",
                    "The server does not keep its log for " + name + " any more.",
                    "Go back to src_only, which voids what was proven, and begin again.");
        }
        Set<TableName> published = published(connection);
        List<TableName> wanted = new ArrayList<>(keys.keySet());
        wanted.add(MARKS);
        if (published.isEmpty()) {
            List<String> nameless = nameless(connection);
            if (!nameless.isEmpty()) {
                throw new MovexException(
                        "LOG_KEY", String.join("; ", nameless) + ".", "Until then nothing is published, nor read.");
            }
            execute(connection, PostgresPublication.create(name, wanted));
        } else if (!published.containsAll(wanted)) {
            wanted.removeAll(published);
            throw new MovexException(
                    "PUBLICATION",
                    "The publication " + name + " lacks " + wanted + ".",
                    "Drop it, so that Movex makes it anew, or add them.");
        }
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

    /** Drops the slot, so that the server lets go of its log, and the publication unless somebody else has made it. */
    void drop(Connection connection) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(
                "SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots"
                        + " WHERE slot_name = ?")) {
            drop.setString(1, name);
            drop.execute();
        }
        if (ask(
                        connection,
                        "SELECT count(*) FROM pg_catalog.pg_publication WHERE pubname = ?"
                                + " AND pg_has_role(pubowner, 'USAGE')")
                > 0) {
            execute(connection, "DROP PUBLICATION IF EXISTS " + dialect.quote(name));
        }
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
        found.addAll(nameless(connection));
        return found;
    }

    /**
     * Finds tables whose log does not name the rows by the plan's key. The server refuses updates of those that name none once
     * they are published.
     */
    private List<String> nameless(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<TableName, Set<String>> table : keys.entrySet()) {
            Set<String> told = told(connection, table.getKey());
            if (!told.containsAll(table.getValue())) {
                found.add(table.getKey() + " does not tell its log the key " + table.getValue() + ": ALTER TABLE …"
                        + " REPLICA IDENTITY DEFAULT if that is its primary key, else USING INDEX … or FULL");
            }
        }
        return found;
    }

    /** Returns the columns that the log has of a row that was there before. */
    private static Set<String> told(Connection connection, TableName table) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT a.attname FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                + " WHERE n.nspname = ? AND c.relname = ? AND (c.relreplident = 'f' OR EXISTS (SELECT FROM"
                + " pg_catalog.pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey)"
                + " AND (c.relreplident = 'd' AND i.indisprimary OR c.relreplident = 'i' AND i.indisreplident)))")) {
            select.setString(1, table.schema());
            select.setString(2, table.name());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    columns.add(row.getString(1));
                }
            }
        }
        return columns;
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
