package dev.movex.core.dialect;

import dev.movex.core.plan.TableName;
import java.util.List;

/**
 * A trigger for each statement, which Movex's own writes do not meet: they run as those of a replica. Its creation waits for
 * the table's open transactions, and new ones wait for it.
 */
final class PostgresWriteStop implements WriteStopSql {
    private static final String FUNCTION = "movex.write_stopped()";

    static final String DROP_ALL = "DROP FUNCTION IF EXISTS " + FUNCTION + " CASCADE";

    private final Dialect dialect;

    PostgresWriteStop(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<String> prepare() {
        return List.of("CREATE OR REPLACE FUNCTION " + FUNCTION + " RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION 'Movex has stopped writes to %.%: the table is served by the other database',"
                + " TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = '" + REFUSED + "'; END $$");
    }

    @Override
    public List<String> stop(TableName table) {
        return List.of(
                "CREATE OR REPLACE TRIGGER " + PREFIX + " BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "
                        + name(table) + " FOR EACH STATEMENT EXECUTE FUNCTION " + FUNCTION,
                "ALTER TABLE " + name(table) + " ENABLE TRIGGER " + PREFIX);
    }

    /** To drop it would wait for everybody who reads the table. */
    @Override
    public List<String> release(TableName table) {
        return List.of("ALTER TABLE " + name(table) + " DISABLE TRIGGER " + PREFIX);
    }

    @Override
    public String stopped() {
        return "SELECT n.nspname, c.relname FROM pg_catalog.pg_trigger t"
                + " JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE t.tgname = '" + PREFIX + "' AND t.tgenabled <> 'D'";
    }

    private String name(TableName table) {
        return dialect.quote(table.schema()) + "." + dialect.quote(table.name());
    }
}
