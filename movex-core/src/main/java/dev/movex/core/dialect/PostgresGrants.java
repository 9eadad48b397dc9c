package dev.movex.core.dialect;

import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The least that a migration needs on a PostgreSQL server. */
final class PostgresGrants {
    private static final String WRITE = "SELECT, INSERT, UPDATE, DELETE";

    private final PostgresDialect dialect;
    private final Grants grants;
    private final String application;
    private final String operator;

    PostgresGrants(PostgresDialect dialect, Grants grants) {
        this.dialect = dialect;
        this.grants = grants;
        this.application = dialect.quote(grants.application());
        this.operator = dialect.quote(grants.operator());
    }

    /** Locking reads need UPDATE on PostgreSQL, also those of a row that nobody changes. */
    List<String> statements() {
        String both = application + ", " + operator;
        List<String> statements = new ArrayList<>();
        statements.add("GRANT CONNECT ON DATABASE " + dialect.quote(grants.database()) + " TO " + both);
        for (String schema : schemas()) {
            statements.add("GRANT USAGE ON SCHEMA " + schema + " TO " + both);
            statements.add("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + both);
        }
        for (Table table : grants.tables()) {
            statements.add("GRANT " + WRITE + " ON " + name(table.name()) + " TO " + both);
        }
        statements.add("GRANT SET ON PARAMETER session_replication_role TO " + both);
        statements.add("GRANT pg_read_all_stats, pg_signal_backend TO " + operator);
        statements.add("CREATE SCHEMA IF NOT EXISTS movex AUTHORIZATION " + operator);
        statements.add("GRANT USAGE ON SCHEMA movex TO " + application);
        statements.add("ALTER DEFAULT PRIVILEGES FOR ROLE " + operator + " IN SCHEMA movex GRANT " + WRITE
                + " ON TABLES TO " + application);
        return statements;
    }

    private Set<String> schemas() {
        Set<String> schemas = new LinkedHashSet<>();
        Stream.concat(
                        grants.tables().stream().map(Table::name),
                        grants.sequences().stream().map(sequence -> sequence.name()))
                .forEach(name -> schemas.add(dialect.quote(name.schema())));
        return schemas;
    }

    private String name(TableName name) {
        return dialect.quote(name.schema()) + "." + dialect.quote(name.name());
    }
}
