package dev.movex.debezium;

import dev.movex.core.Side;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the engine is told. */
final class EngineProperties {
    /** Where marks are written: the reader has come as far as the last one that it has met. */
    static final String MARKS = "record";

    private static final Pattern PLAIN = Pattern.compile("[\\w.]+");

    private EngineProperties() {}

    /**
     * Returns the properties.
     *
     * @param name names the offsets, the slot and the publication
     * @param resumes whether the log was read before
     */
    static Properties of(LogSource source, Plan plan, Side side, String name, boolean resumes) {
        Properties properties = new Properties();
        properties.setProperty("name", name);
        properties.setProperty("topic.prefix", name);
        properties.setProperty("database.hostname", source.host());
        properties.setProperty("database.port", String.valueOf(source.port()));
        properties.setProperty("database.user", source.user());
        properties.setProperty("database.password", source.password().get());
        properties.setProperty("offset.storage", ControlDataOffsets.class.getName());
        properties.setProperty(ControlDataOffsets.STORE, name);
        properties.setProperty("offset.flush.interval.ms", "0");
        // rows that are there already are the copy's
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty("skipped.operations", "none");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("decimal.handling.mode", "string");
        properties.setProperty("time.precision.mode", "adaptive_time_microseconds");
        properties.setProperty("bigint.unsigned.handling.mode", "precise");
        properties.setProperty("binary.handling.mode", "hex");
        properties.setProperty("poll.interval.ms", "50");
        properties.setProperty("retriable.restart.connector.wait.ms", "1000");
        properties.setProperty("table.include.list", tables(source, plan, side));
        String keys = keys(source, plan, side);
        if (!keys.isEmpty()) {
            properties.setProperty("message.key.columns", keys);
        }
        switch (source.kind()) {
            case POSTGRESQL -> postgres(properties, source, name);
            case MARIADB, MYSQL -> binlog(properties, source, name, resumes);
        }
        return properties;
    }

    private static void postgres(Properties properties, LogSource source, String name) {
        properties.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        properties.setProperty("database.dbname", source.database());
        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("slot.name", name);
        properties.setProperty("publication.name", name);
        // made by Movex, or by somebody who may make it
        properties.setProperty("publication.autocreate.mode", "disabled");
        String tls = source.parameters().get("sslmode");
        if (tls != null) {
            properties.setProperty("database.sslmode", tls);
        }
    }

    private static void binlog(Properties properties, LogSource source, String name, boolean resumes) {
        properties.setProperty(
                "connector.class",
                source.kind() == LogSource.Kind.MARIADB
                        ? "io.debezium.connector.mariadb.MariaDbConnector"
                        : "io.debezium.connector.mysql.MySqlConnector");
        // a replica's number, like that of no other replica, and of no process that is about to end
        String own = name + "/" + ProcessHandle.current().pid();
        properties.setProperty(
                "database.server.id", String.valueOf(1_000_000_000L + Math.floorMod(own.hashCode(), 1_000_000_000)));
        properties.setProperty("database.include.list", Pattern.quote(source.database()) + ",movex");
        properties.setProperty("schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        properties.setProperty("schema.history.internal.store.only.captured.tables.ddl", "true");
        // definitions of what is not planned need not be understood
        properties.setProperty("schema.history.internal.skip.unparseable.ddl", "true");
        properties.setProperty("include.schema.changes", "false");
        properties.setProperty("database.ssl.mode", tls(source));
        if (source.kind() == LogSource.Kind.MARIADB) {
            // servers need not know the zone of this machine by its name
            properties.setProperty("driver.timezone", "UTC");
        } else {
            // as the URL of a pool says it
            properties.setProperty(
                    "driver.allowPublicKeyRetrieval",
                    source.parameters().getOrDefault("allowpublickeyretrieval", "false"));
        }
        properties.setProperty("snapshot.locking.mode", "none");
        // how soon a line that was cut is made again
        properties.setProperty("connect.keep.alive.interval.ms", "2000");
        if (resumes) {
            // the tables' definitions are read anew; the place in the log is kept
            properties.setProperty("snapshot.mode", "recovery");
        }
    }

    /** Each of the two readers has the words of its own driver. */
    private static String tls(LogSource source) {
        String given = source.parameters().getOrDefault("sslmode", "").toLowerCase(Locale.ROOT);
        return source.kind() == LogSource.Kind.MARIADB
                ? given.isEmpty() ? "disable" : given
                : given.isEmpty() ? "preferred" : given;
    }

    private static String tables(LogSource source, Plan plan, Side side) {
        List<String> names = new ArrayList<>();
        for (PlannedTable table : plan.tables()) {
            names.add(KeyReader.qualified(source, table.on(side).name()));
        }
        names.add("movex." + MARKS);
        return names.stream().map(Pattern::quote).collect(Collectors.joining(","));
    }

    /** A key that the plan declares need not be the table's primary key. What the engine's list can't hold is left to that. */
    private static String keys(LogSource source, Plan plan, Side side) {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        for (PlannedTable table : plan.tables()) {
            Set<String> columns = keys.computeIfAbsent(
                    KeyReader.qualified(source, table.on(side).name()), name -> new LinkedHashSet<>());
            table.keyOn(side).forEach(column -> columns.add(column.name()));
        }
        return keys.entrySet().stream()
                .filter(each -> PLAIN.matcher(each.getKey() + String.join("", each.getValue()))
                        .matches())
                .map(each -> each.getKey().replace(".", "\\.") + ":" + String.join(",", each.getValue()))
                .collect(Collectors.joining(";"));
    }
}
