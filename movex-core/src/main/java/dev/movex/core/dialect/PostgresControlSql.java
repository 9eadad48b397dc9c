package dev.movex.core.dialect;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.postgresql.util.PSQLException;

/** PostgreSQL's statements on Movex's own tables, which live in a schema of their own. */
final class PostgresControlSql implements ControlSql {
    private static final String NOT_NULL_VIOLATION = "23502";
    private static final String JOIN = "SELECT pg_advisory_xact_lock_shared(?)";
    /** Composed once, since drivers keep what they know of a text by its hash. */
    private static final String JOURNAL_AND_COMMIT = textOfJournalAndCommit(false);

    private static final String JOURNAL_AND_COMMIT_ABOVE = textOfJournalAndCommit(true);
    private static final String AGE = "(extract(epoch FROM clock_timestamp() - at) * 1000)::bigint";

    @Override
    public List<String> create() {
        return List.of(
                // asked first: IF NOT EXISTS wants the privilege to create schemas even where there is nothing to
                // create
                "DO $$ BEGIN IF to_regnamespace('movex') IS NULL THEN CREATE SCHEMA movex; END IF; END $$",
                "CREATE TABLE IF NOT EXISTS movex.control (migration text PRIMARY KEY, epoch bigint NOT NULL,"
                        + " pattern text NOT NULL, open boolean NOT NULL, state text NOT NULL, intent text,"
                        + " changed_at timestamptz NOT NULL DEFAULT clock_timestamp())",
                "CREATE TABLE IF NOT EXISTS movex.journal (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " migration text NOT NULL, member text NOT NULL, epoch bigint NOT NULL, keys text NOT NULL,"
                        + " written_at timestamptz NOT NULL DEFAULT clock_timestamp())"
                        // the table is all turnover: vacuum early, or reads of it pay for the dead rows
                        + " WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,"
                        + " autovacuum_vacuum_cost_delay = 0)",
                "CREATE TABLE IF NOT EXISTS movex.record (migration text NOT NULL, kind text NOT NULL,"
                        + " name text NOT NULL, body text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),"
                        + " PRIMARY KEY (migration, kind, name))",
                "CREATE TABLE IF NOT EXISTS movex.log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " migration text NOT NULL, kind text NOT NULL, body text NOT NULL,"
                        + " at timestamptz NOT NULL DEFAULT clock_timestamp())");
    }

    @Override
    public List<Upgrade> upgrades() {
        return List.of(new Upgrade(
                2,
                "SELECT count(*) FROM pg_catalog.pg_indexes WHERE schemaname = 'movex' AND indexname = 'log_kind'",
                "CREATE INDEX IF NOT EXISTS log_kind ON movex.log (migration, kind, id)"));
    }

    @Override
    public List<String> drop() {
        return List.of(
                PostgresWriteStop.DROP_ALL,
                "DROP TABLE IF EXISTS movex.log",
                "DROP TABLE IF EXISTS movex.record",
                "DROP TABLE IF EXISTS movex.journal",
                "DROP TABLE IF EXISTS movex.control",
                // fails, and rightly so, if somebody keeps something else in there
                "DROP SCHEMA IF EXISTS movex");
    }

    @Override
    public String installed() {
        return "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = 'movex' AND c.relname = 'control'";
    }

    @Override
    public String listObjects() {
        return "SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)"
                + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = 'movex' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1";
    }

    @Override
    public String listControl() {
        return "SELECT migration, epoch, pattern, open, state, intent FROM movex.control ORDER BY migration";
    }

    @Override
    public String readControl() {
        return "SELECT epoch, pattern, open, state, intent FROM movex.control WHERE migration = ?";
    }

    @Override
    public String updateControl() {
        return "UPDATE movex.control SET epoch = ?, pattern = ?, open = ?, state = ?, intent = ?,"
                + " changed_at = clock_timestamp() WHERE migration = ? AND epoch = ? AND open = ?"
                + " AND intent IS NOT DISTINCT FROM ?";
    }

    @Override
    public String insertControl() {
        return "INSERT INTO movex.control (migration, epoch, pattern, open, state) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (migration) DO NOTHING";
    }

    @Override
    public String joinFence() {
        return JOIN;
    }

    @Override
    public String closeFence() {
        return "SELECT pg_advisory_xact_lock(?)";
    }

    @Override
    public String fenceHolders() {
        return "SELECT pid::text FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
                + " AND (classid::bigint << 32 | objid::bigint) = ? AND pid <> pg_backend_pid() AND database ="
                + " (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())";
    }

    @Override
    public String endSession() {
        return "SELECT pg_terminate_backend(?::int)";
    }

    @Override
    public String sessionId() {
        return "pg_backend_pid()";
    }

    @Override
    public String readSessions() {
        return "SELECT pid, coalesce((extract(epoch FROM clock_timestamp() - backend_start) * 1000)::bigint, 0)"
                + " FROM pg_catalog.pg_stat_activity WHERE datname = current_database()";
    }

    /** Who only locks rows, as Movex's own workers do on the primary, holds another lock of the table. */
    @Override
    public String readWriters() {
        return "WITH planned AS (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
                + " c.relnamespace WHERE n.nspname || '.' || c.relname = ANY (string_to_array(?, E'\\n')))"
                + " SELECT a.pid, a.usename, coalesce(a.client_addr::text, ''), coalesce(a.application_name, ''),"
                + " EXISTS (SELECT 1 FROM planned p WHERE has_table_privilege(a.usesysid, p.oid,"
                + " 'INSERT, UPDATE, DELETE')), CASE WHEN EXISTS (SELECT 1 FROM planned p JOIN pg_catalog.pg_locks l ON"
                + " l.relation = p.oid WHERE l.pid = a.pid AND l.granted AND l.mode IN ('RowExclusiveLock',"
                + " 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) THEN a.xact_start::text ELSE ''"
                + " END FROM pg_catalog.pg_stat_activity a WHERE a.datname = current_database() AND a.backend_type ="
                + " 'client backend' ORDER BY a.pid";
    }

    @Override
    public String seesOthers() {
        return "SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') THEN 1 ELSE 0 END";
    }

    @Override
    public String seesOthersPrivilege() {
        return "pg_read_all_stats (or pg_monitor)";
    }

    @Override
    public String boundWaits(long millis) {
        return "SET LOCAL statement_timeout = " + millis;
    }

    @Override
    public String checkFence(boolean snapshot) {
        return "SELECT 1 FROM movex.control WHERE migration = ? AND epoch = ? AND open = ?" + lock(snapshot);
    }

    @Override
    public String journal(boolean snapshot) {
        return "INSERT INTO movex.journal (migration, member, epoch, keys) SELECT migration, ?, epoch, ?"
                + " FROM movex.control WHERE migration = ? AND epoch = ? AND open" + lock(snapshot) + " RETURNING id";
    }

    @Override
    public String journalAndCommit(boolean snapshot) {
        return snapshot ? JOURNAL_AND_COMMIT_ABOVE : JOURNAL_AND_COMMIT;
    }

    /** An epoch that is not found is NULL, which the column refuses: the rest of the text is not run then. */
    private static String textOfJournalAndCommit(boolean snapshot) {
        return JOIN + "; INSERT INTO movex.journal (member, keys, migration, epoch) VALUES (?, ?, ?,"
                + " (SELECT epoch FROM movex.control WHERE migration = ? AND epoch = ? AND open" + lock(snapshot)
                + ")) RETURNING id; COMMIT";
    }

    @Override
    public boolean closedFence(SQLException error) {
        return NOT_NULL_VIOLATION.equals(error.getSQLState())
                && error instanceof PSQLException server
                && server.getServerErrorMessage() != null
                && "movex".equals(server.getServerErrorMessage().getSchema())
                && "journal".equals(server.getServerErrorMessage().getTable());
    }

    /** Above READ COMMITTED a plain read would see the epoch of the transaction's beginning; a locking one fails. */
    private static String lock(boolean snapshot) {
        return snapshot ? " FOR SHARE" : "";
    }

    @Override
    public String readJournal() {
        return "SELECT id, epoch, keys, (extract(epoch FROM clock_timestamp() - written_at) * 1000)::bigint"
                + " FROM movex.journal WHERE migration = ? ORDER BY id LIMIT ?";
    }

    @Override
    public String readJournalAfter() {
        return "SELECT id, epoch, keys, (extract(epoch FROM clock_timestamp() - written_at) * 1000)::bigint"
                + " FROM movex.journal WHERE migration = ? AND id > ? ORDER BY id LIMIT ?";
    }

    @Override
    public boolean journalTakesId() {
        return false;
    }

    @Override
    public String readJournalKeys(int ids) {
        return "SELECT id, keys FROM movex.journal WHERE id IN (" + String.join(", ", Collections.nCopies(ids, "?"))
                + ")";
    }

    @Override
    public String deleteJournal(int ids) {
        return "DELETE FROM movex.journal WHERE id IN (" + String.join(", ", Collections.nCopies(ids, "?")) + ")";
    }

    @Override
    public String journalDepth() {
        return "SELECT count(*), coalesce((extract(epoch FROM clock_timestamp() - min(written_at)) * 1000)::bigint, 0)"
                + " FROM movex.journal WHERE migration = ?";
    }

    @Override
    public String putRecordAndPush(Push.Topic topic) {
        return pushed(putRecord(), topic);
    }

    @Override
    public String insertRecordAndPush(Push.Topic topic) {
        return pushed(ControlSql.super.insertRecordAndPush(topic), topic);
    }

    private static String pushed(String put, Push.Topic topic) {
        return "WITH put AS (" + put + " RETURNING migration) SELECT pg_notify('" + PostgresPush.channel(topic)
                + "', migration) FROM put";
    }

    @Override
    public String lockAgedRecord() {
        return "SELECT body, " + AGE + " FROM movex.record WHERE migration = ? AND kind = ? AND name = ? FOR UPDATE";
    }

    @Override
    public String readAgedRecords() {
        return "SELECT name, body, " + AGE + " FROM movex.record WHERE migration = ? AND kind = ? ORDER BY name";
    }

    @Override
    public String putRecord() {
        return "INSERT INTO movex.record (migration, kind, name, body) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (migration, kind, name) DO UPDATE SET body = EXCLUDED.body, at = clock_timestamp()";
    }
}
