package dev.movex.core.dialect;

import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        String both = grants.follows() ? operator : application + ", " + operator;
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
        if (!grants.follows()) {
            statements.add("GRANT USAGE ON SCHEMA movex TO " + application);
            statements.add("ALTER DEFAULT PRIVILEGES FOR ROLE " + operator + " IN SCHEMA movex GRANT " + WRITE
                    + " ON TABLES TO " + application);
        }
        if (grants.log() != null) {
            statements.add("ALTER ROLE " + operator
                    + " REPLICATION /* where that is denied, as on Amazon RDS: GRANT rds_replication TO " + operator
                    + " */");
        }
        if (grants.log() instanceof Grants.ReadLog read) {
            publish(statements, read.publication());
        } else if (grants.follows()) {
            own(statements);
        }
        return statements;
    }

    /** Who owns neither the tables nor the database can't publish them; Movex's own table among them is made first. */
    private void publish(List<String> statements, String publication) {
        statements.add("SET ROLE " + operator);
        statements.addAll(dialect.control().create());
        statements.add("RESET ROLE");
        List<TableName> published = new ArrayList<>();
        grants.tables().forEach(table -> published.add(table.name()));
        published.add(new TableName("movex", "record"));
        statements.add(PostgresPublication.create(publication, published));
    }

    /** Triggers that can be switched off again are for those who own the table. */
    private void own(List<String> statements) {
        statements.add("GRANT CREATE ON DATABASE " + dialect.quote(grants.database()) + " TO " + operator);
        String tables = grants.tables().stream()
                .map(table -> literal(name(table.name())) + "::regclass")
                .collect(Collectors.joining(", "));
        statements.add("DO $$ DECLARE r record; BEGIN FOR r IN SELECT DISTINCT o.rolname, o.rolsuper FROM"
                + " pg_catalog.pg_class c JOIN pg_catalog.pg_roles o ON o.oid = c.relowner WHERE c.oid IN (" + tables
                + ") AND o.rolname <> " + literal(grants.operator()) + " LOOP"
                + " IF r.rolsuper THEN RAISE EXCEPTION 'a superuser owns planned tables: give them to another role first';"
                + " END IF; EXECUTE format('GRANT %I TO %I', r.rolname, " + literal(grants.operator())
                + "); END LOOP; END $$");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
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
