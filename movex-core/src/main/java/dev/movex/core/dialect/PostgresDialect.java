package dev.movex.core.dialect;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** PostgreSQL 14 and newer. */
final class PostgresDialect implements Dialect {
    private static final int OLDEST_VERSION = 14;
    private static final List<String> CANONICAL = List.of(
            "TIME ZONE 'UTC'",
            "datestyle = 'ISO, YMD'",
            "intervalstyle = 'postgres'",
            "extra_float_digits = 1",
            "bytea_output = 'hex'",
            "xmloption = 'content'",
            "lc_monetary = 'C'");

    /** Sessions of other users look idle, without a backend type, to who may not see them. */
    private static final String OLDEST = """
            SELECT least(
                     (SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database()
                      AND pid <> pg_backend_pid() AND backend_type = 'client backend'),
                     (SELECT min(prepared) FROM pg_prepared_xacts WHERE database = current_database()),
                     clock_timestamp()),
                   (SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND backend_type IS NULL)""";

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Optional<Push> push() {
        return Optional.of(new PostgresPush());
    }

    @Override
    public String quote(String identifier) {
        return PostgresTableSql.quote(identifier);
    }

    @Override
    public TableSql sql(PlannedTable table, Side side) {
        return new PostgresTableSql(table, side);
    }

    @Override
    public ControlSql control() {
        return new PostgresControlSql();
    }

    @Override
    public BulkCopy bulkCopy(Dialect from, TableSql source, TableSql target) {
        PostgresTableSql into = (PostgresTableSql) target;
        return source instanceof PostgresTableSql postgres
                ? PostgresBulkCopy.fromPostgres(postgres, into)
                : PostgresBulkCopy.fromElsewhere(from, source, into);
    }

    @Override
    public FieldRows readFields(Connection connection, TableSql source, KeyRange range) throws SQLException {
        return PostgresFields.open(connection, (PostgresTableSql) source, range);
    }

    @Override
    public List<Table> readTables(Connection connection, List<String> schemas) throws SQLException {
        return PostgresCatalog.read(connection, schemas);
    }

    @Override
    public String currentSchema(Connection connection) throws SQLException {
        return string(connection, "SELECT current_schema()");
    }

    @Override
    public List<Problem> checkServer(Connection connection, Side side) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        String where = side.label();
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_VERSION) {
            problems.add(new Problem(
                    Severity.ERROR,
                    "SERVER_TOO_OLD",
                    where,
                    "The server is PostgreSQL " + version + ".",
                    "Use PostgreSQL " + OLDEST_VERSION + " or newer."));
        }
        if (string(connection, "SHOW synchronous_commit").equals("off")
                || string(connection, "SHOW fsync").equals("off")) {
            problems.add(new Problem(
                    Severity.WARNING,
                    "COMMITS_NOT_DURABLE",
                    where,
                    "The server may lose commits that it has acknowledged (synchronous_commit or fsync is off).",
                    "Switch both on for the time of the migration."));
        }
        if (string(connection, "SHOW transaction_read_only").equals("on")) {
            problems.add(new Problem(
                    Severity.ERROR,
                    "SERVER_READ_ONLY",
                    where,
                    "The server takes no writes (a standby, or default_transaction_read_only).",
                    "Name a server that takes writes."));
        }
        checkPrivileges(connection, where, problems);
        return problems;
    }

    private void checkPrivileges(Connection connection, String where, List<Problem> problems) throws SQLException {
        String user = string(connection, "SELECT current_user");
        String mayCreate = string(
                connection,
                "SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'movex'),"
                        + " has_database_privilege(current_database(), 'CREATE'))");
        if (!mayCreate.equals("t")) {
            problems.add(new Problem(
                    Severity.ERROR,
                    "NO_PRIVILEGE_CREATE",
                    where,
                    "User " + user + " may not create Movex's schema.",
                    "GRANT CREATE ON DATABASE to it, or create schema movex with it as the owner."));
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(beginImages());
        } catch (SQLException e) {
            problems.add(new Problem(
                    Severity.ERROR,
                    "NO_PRIVILEGE_REPLICATION_ROLE",
                    where,
                    "User " + user + " may not set session_replication_role, so foreign keys and triggers would act on"
                            + " rows that arrive as images.",
                    "GRANT SET ON PARAMETER session_replication_role TO it (PostgreSQL 15 and newer)."));
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    @Override
    public List<Problem> checkTables(Connection connection, Side side, List<Table> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>(PostgresInheritance.check(connection, side, tables));
        problems.addAll(PostgresKeys.check(connection, side, tables));
        problems.addAll(PostgresRowSecurity.check(connection, side, tables));
        return problems;
    }

    @Override
    public ServerProbe probe() {
        return new PostgresProbe(this);
    }

    @Override
    public List<String> restoreSession() {
        return List.of();
    }

    @Override
    public void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(String.join("; ", statements));
        }
    }

    @Override
    public String beginImages() {
        return "SET LOCAL session_replication_role = replica";
    }

    @Override
    public boolean takesSeveralStatements(Connection connection) {
        return true;
    }

    /** Setting a session's replication role makes the server plan all its statements anew, so it pays to spare it. */
    @Override
    public Set<TableName> actingTables(Connection connection, Set<TableName> tables) throws SQLException {
        Set<TableName> acting = new HashSet<>(tables);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                                + " ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND NOT c.relhastriggers"
                                + " AND NOT c.relhasrules AND NOT c.relispartition")) {
            while (row.next()) {
                acting.remove(new TableName(row.getString(1), row.getString(2)));
            }
        }
        return acting;
    }

    @Override
    public String canonicalSession() {
        return CANONICAL.stream().map(setting -> "SET " + setting).collect(Collectors.joining("; "));
    }

    @Override
    public List<String> canonicalTransaction() {
        return CANONICAL.stream().map(setting -> "SET LOCAL " + setting).toList();
    }

    @Override
    public String boundLockWaits(Duration atMost) {
        return "SET LOCAL lock_timeout = " + Math.max(1, atMost.toMillis());
    }

    @Override
    public boolean streamsInTransactions() {
        return true;
    }

    @Override
    public int streamingFetchSize(int rows) {
        return rows;
    }

    @Override
    public String hashIdentity(Connection connection) throws SQLException {
        return name() + "/" + string(connection, PostgresDigestSql.PROBE);
    }

    @Override
    public String identity(Connection connection) throws SQLException {
        return string(
                connection,
                "SELECT extract(epoch FROM pg_postmaster_start_time())::text || '/' || oid::text || '/' || datname"
                        + " FROM pg_database WHERE datname = current_database()");
    }

    @Override
    public String boundSchemaLocks(Duration atMost) {
        return "SET lock_timeout = " + atMost.toMillis();
    }

    @Override
    public String unboundSchemaLocks() {
        return "RESET lock_timeout";
    }

    @Override
    public WriteStopSql writeStop() {
        return new PostgresWriteStop(this);
    }

    @Override
    public long bytes(Connection connection, TableName table) throws SQLException {
        return PostgresFacts.bytes(connection, quote(table.schema()) + "." + quote(table.name()));
    }

    @Override
    public ServerRoom room(Connection connection) throws SQLException {
        return PostgresFacts.room(connection);
    }

    @Override
    public List<String> grants(Grants to) {
        return new PostgresGrants(this, to).statements();
    }

    @Override
    public ServerFacts facts(Connection connection) throws SQLException {
        return PostgresFacts.read(connection);
    }

    @Override
    public String horizon(Connection connection) throws SQLException {
        // a number of our own: a snapshot's upper bound is only past the latest that has ended, not past all that are
        // open
        return string(connection, "SELECT pg_current_xact_id()::text");
    }

    @Override
    public boolean horizonPassed(Connection connection, String horizon) throws SQLException {
        long oldest =
                Long.parseUnsignedLong(string(connection, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"));
        return Long.compareUnsigned(oldest, Long.parseUnsignedLong(horizon)) >= 0;
    }

    @Override
    public Instant oldestTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OLDEST)) {
            row.next();
            if (row.getLong(2) > 0) {
                throw new MovexException(
                        "SESSIONS_HIDDEN",
                        "The user may not see when the transactions of other users began.",
                        "GRANT pg_read_all_stats TO it.");
            }
            Timestamp at = row.getTimestamp(1);
            return at.toInstant();
        }
    }

    @Override
    public ServerLoad readLoad(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM pg_stat_activity WHERE state ="
                        + " 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()),"
                        + " (SELECT extract(epoch FROM max(replay_lag)) FROM pg_stat_replication)")) {
            row.next();
            double lag = row.getDouble(2);
            return new ServerLoad(row.getInt(1), row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(lag));
        }
    }

    @Override
    public Optional<Long> readCounter(Connection connection, Table table, Column column) throws SQLException {
        Optional<String> sequence = sequence(connection, table, column);
        if (sequence.isEmpty()) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM " + sequence.get())) {
            row.next();
            return Optional.of(row.getLong(1));
        }
    }

    @Override
    public void raiseCounter(Connection connection, Table table, Column column, long above) throws SQLException {
        Optional<String> sequence = sequence(connection, table, column);
        if (sequence.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT setval(?::regclass, ?) FROM " + sequence.get() + " WHERE last_value < ?")) {
            statement.setString(1, sequence.get());
            statement.setLong(2, above);
            statement.setLong(3, above);
            statement.executeQuery().close();
        }
    }

    @Override
    public long greatestOfCounter(Connection connection, Table table, Column column) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT seqmax FROM pg_sequence WHERE seqrelid = ?::regclass")) {
            statement.setString(1, sequence(connection, table, column).orElse(null));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : Long.MAX_VALUE;
            }
        }
    }

    private Optional<String> sequence(Connection connection, Table table, Column column) throws SQLException {
        String qualified =
                quote(table.name().schema()) + "." + quote(table.name().name());
        try (PreparedStatement statement = connection.prepareStatement(PostgresSequences.OF_COLUMN)) {
            statement.setString(1, qualified);
            statement.setString(2, column.name());
            statement.setString(3, qualified);
            statement.setString(4, column.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    @Override
    public List<Sequence> readSequences(Connection connection, List<String> schemas) throws SQLException {
        return PostgresSequences.read(connection, schemas);
    }

    @Override
    public long lastOfSequence(Connection connection, Sequence sequence) throws SQLException {
        return PostgresSequences.last(connection, sequence);
    }

    @Override
    public void raiseSequence(Connection connection, Sequence sequence, long beyond) throws SQLException {
        PostgresSequences.raise(connection, sequence, beyond);
    }

    @Override
    public boolean transientFailure(SQLException error) {
        String state = state(error);
        return state.equals("40001") || state.equals("40P01") || state.equals("55P03");
    }

    @Override
    public boolean uniqueViolation(SQLException error) {
        return state(error).equals("23505");
    }

    @Override
    public boolean foreignKeyViolation(SQLException error) {
        return state(error).equals("23503");
    }

    @Override
    public boolean valueRefused(SQLException error) {
        return state(error).startsWith("22");
    }

    @Override
    public boolean connectionFailure(SQLException error) {
        String state = state(error);
        return state.startsWith("08") || state.equals("57P01") || state.equals("57P02") || state.equals("57P03");
    }

    @Override
    public String describe(SQLException error) {
        StringBuilder text = new StringBuilder("SQLState ").append(state(error));
        for (Throwable cause = error; cause != null; cause = next(cause)) {
            if (cause instanceof PSQLException server && server.getServerErrorMessage() != null) {
                append(text, " on ", server.getServerErrorMessage().getTable());
                append(text, " column ", server.getServerErrorMessage().getColumn());
                append(text, " constraint ", server.getServerErrorMessage().getConstraint());
                break;
            }
        }
        return text.toString();
    }

    /** A batch's error keeps the server's as its next one or as its cause. */
    private static @Nullable Throwable next(Throwable error) {
        return error instanceof SQLException sql && sql.getNextException() != null
                ? sql.getNextException()
                : error.getCause();
    }

    private static void append(StringBuilder text, String before, @Nullable String part) {
        if (part != null) {
            text.append(before).append(part);
        }
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState().toUpperCase(Locale.ROOT);
    }

    static String string(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
