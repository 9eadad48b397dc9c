package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Asks whether the target's user may create what a draft names, before anything is created. */
final class CreationRights {
    private final DatabaseView dst;
    private final Queries target;
    private final DdlBook book;

    CreationRights(DatabaseView dst, DdlBook book) {
        this.dst = dst;
        this.target = new Queries(dst.connection());
        this.book = book;
    }

    void check() throws SQLException {
        List<Ddl> ddl = book.draft().ddl();
        if (ddl.isEmpty()) {
            return;
        }
        if (dst.dialectName().equals("postgresql")) {
            boolean newSchema = ddl.stream().anyMatch(one -> one.what().startsWith("schema "));
            checkPostgres(newSchema);
        } else {
            checkMySql();
        }
    }

    private void checkPostgres(boolean newSchema) throws SQLException {
        String user = target.column("SELECT current_user").get(0);
        String database =
                target.column("SELECT quote_ident(current_database())").get(0);
        if (newSchema && !target.any("SELECT 1 WHERE has_database_privilege(current_database(), 'CREATE')")) {
            refuse(user, "create schemas", "GRANT CREATE ON DATABASE " + database + " TO it.");
        }
        for (String schema :
                target.column("SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname = current_schema()"
                        + " AND NOT has_schema_privilege(oid, 'CREATE')")) {
            refuse(user, "create tables in schema " + schema, "GRANT CREATE ON SCHEMA " + schema + " TO it.");
        }
    }

    /** What comes by a role that is not listed counts as given. */
    private void checkMySql() throws SQLException {
        boolean may = false;
        for (String row : target.column("SHOW GRANTS")) {
            String grant = row.toUpperCase(Locale.ROOT);
            may = may
                    || !grant.contains(" ON ")
                    || grant.matches("GRANT (.*, )?(ALL PRIVILEGES|CREATE)(,.*)? ON (?!`MOVEX`).*");
        }
        if (!may) {
            refuse(
                    target.column("SELECT CURRENT_USER()").get(0),
                    "create tables",
                    "GRANT CREATE, ALTER, INDEX, REFERENCES ON " + dst.dialect().quote(dst.currentSchema())
                            + ".* TO it.");
        }
    }

    private void refuse(String user, String what, String remedy) {
        book.refuse("NO_PRIVILEGE_CREATE_TABLES", "target", "User " + user + " may not " + what + ".", remedy);
    }
}
