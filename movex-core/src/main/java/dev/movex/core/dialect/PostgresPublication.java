package dev.movex.core.dialect;

import dev.movex.core.plan.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** The publication of tables whose log is read on PostgreSQL. */
public final class PostgresPublication {
    private PostgresPublication() {}

    /** Returns the statement that creates it; rows of partitions are published as those of their table. */
    public static String create(String name, Collection<TableName> tables) {
        return "CREATE PUBLICATION " + PostgresTableSql.quote(name) + " FOR TABLE "
                + tables.stream()
                        .map(t -> PostgresTableSql.quote(t.schema()) + "." + PostgresTableSql.quote(t.name()))
                        .collect(Collectors.joining(", "))
                + " WITH (publish_via_partition_root = true)";
    }
}
