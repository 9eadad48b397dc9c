package dev.movex.core.dialect;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.KeyRange;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What MySQL and MariaDB have in common. */
abstract class MySqlFamilyDialect implements Dialect {
    private static final String SET = "SET ";
    private static final int DUPLICATE_KEY = 1062;
    private static final int MORE_THAN_ONE_ROW = 1242;
    private static final int METADATA_LOCK_SECONDS = 5;

    /** Lock wait time-out, deadlock, snapshot out of date, table changed, statement time-outs, NOWAIT. */
    private static final Set<Integer> TRANSIENT = Set.of(1205, 1213, 1020, 1412, 1969, 3024, 3572);

    private static final Set<Integer> FOREIGN_KEY = Set.of(1216, 1217, 1451, 1452);

    /** Out of range, truncated, wrong, too long, no JSON. */
    private static final Set<Integer> REFUSED_VALUE =
            Set.of(1264, 1265, 1292, 1366, 1367, 1406, 1411, 1690, 3140, 3141);

    /** Shut down, connection killed, client gone. */
    private static final Set<Integer> GONE = Set.of(1053, 1077, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031);

    /** What exists can be stored again, and what does not fit fails. */
    private static final String SQL_MODE =
            "'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'";

    /** A key, a column or a constraint, behind the last thing that a message quotes. */
    private static final Pattern NAMES = Pattern.compile("(?is).*\\b((?:key|column|constraint) ['`][^']+['`])"
            + "(?: at row \\d+| cannot be null| is violated\\.?| failed for [`.\\w]+)?");

    private final MySqlWords words;
    private volatile boolean lagHidden;

    MySqlFamilyDialect(MySqlWords words) {
        this.words = words;
    }

    /** Returns the columns, by {@code schema.table.column}, that hold JSON though their type does not say so. */
    abstract Set<String> jsonColumns(Connection connection, List<String> schemas) throws SQLException;

    /** Returns more settings of a canonical session, each after a comma. */
    abstract String moreOfSession();

    /** Returns the oldest major and minor version, as one number. */
    abstract int oldestVersion();

    /** Returns the name that people know. */
    abstract String product();

    @Override
    public final String quote(String identifier) {
        return MySqlTableSql.quote(identifier);
    }

    @Override
    public final TableSql sql(PlannedTable table, Side side) {
        return new MySqlTableSql(words, table, side);
    }

    @Override
    public final ControlSql control() {
        return new MySqlControlSql(words);
    }

    @Override
    public final BulkCopy bulkCopy(Dialect from, TableSql source, TableSql target) {
        return new MySqlBulkCopy(from, source, (MySqlTableSql) target, words.localInfile());
    }

    @Override
    public final FieldRows readFields(Connection connection, TableSql source, KeyRange range) throws SQLException {
        return MySqlFields.open(words, connection, (MySqlTableSql) source, range);
    }

    @Override
    public final List<Table> readTables(Connection connection, List<String> schemas) throws SQLException {
        String current = currentSchema(connection);
        return MySqlCatalog.read(
                connection, this, schemas.isEmpty() && !current.isEmpty() ? List.of(current) : schemas);
    }

    @Override
    public final String currentSchema(Connection connection) throws SQLException {
        return string(connection, "SELECT COALESCE(DATABASE(), '')");
    }

    @Override
    public final List<Problem> checkServer(Connection connection, Side side) throws SQLException {
        return new MySqlServerCheck(this, connection, side).run();
    }

    @Override
    public final List<Problem> checkTables(Connection connection, Side side, List<Table> tables) throws SQLException {
        return new MySqlServerCheck(this, connection, side).tables(tables);
    }

    @Override
    public final ServerProbe probe() {
        return new MySqlProbe(this, words.localInfile());
    }

    @Override
    public final String beginImages() {
        return "SET @movex_fk = COALESCE(@movex_fk, @@SESSION.foreign_key_checks + 0), SESSION foreign_key_checks = 0";
    }

    @Override
    public final boolean takesSeveralStatements(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        if (url == null || !url.toLowerCase(Locale.ROOT).contains("allowmultiqueries=true")) {
            // asked only where it is likely, since drivers log an error that is none
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?; SELECT ?")) {
            statement.setInt(1, 1);
            statement.setInt(2, 2);
            return statement.execute() && statement.getMoreResults();
        } catch (SQLException e) {
            if (connectionFailure(e)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public final List<String> restoreSession() {
        return List.of("SET SESSION foreign_key_checks = CAST(COALESCE(@movex_fk, @@SESSION.foreign_key_checks + 0) AS"
                + " SIGNED),"
                + " SESSION time_zone = COALESCE(@movex_zone, @@SESSION.time_zone),"
                + " SESSION sql_mode = COALESCE(@movex_mode, @@SESSION.sql_mode),"
                + " SESSION innodb_lock_wait_timeout ="
                + " CAST(COALESCE(@movex_wait, @@SESSION.innodb_lock_wait_timeout) AS SIGNED),"
                + " @movex_fk = NULL, @movex_zone = NULL, @movex_mode = NULL, @movex_wait = NULL");
    }

    @Override
    public final void run(Connection connection, List<String> statements) throws SQLException {
        // the URL may not allow several statements in one text, but settings of all kinds travel in one statement
        boolean settings = statements.stream().allMatch(text -> text.startsWith(SET));
        List<String> trips = settings && !statements.isEmpty()
                ? List.of(statements.stream()
                        .map(text -> text.substring(SET.length()))
                        .collect(Collectors.joining(", ", SET, "")))
                : statements;
        try (Statement statement = connection.createStatement()) {
            for (String text : trips) {
                statement.execute(text);
            }
        }
    }

    @Override
    public final boolean streamsInTransactions() {
        return false;
    }

    @Override
    public final int streamingFetchSize(int rows) {
        return words.streamingFetchSize(rows);
    }

    /** The hash is a standard; what differs between the servers is how they write values. */
    @Override
    public final String hashIdentity(Connection connection) {
        return name();
    }

    @Override
    public final String canonicalSession() {
        return "SET SESSION time_zone = '+00:00', SESSION sql_mode = " + SQL_MODE
                + ", SESSION foreign_key_checks = 1, SESSION innodb_lock_wait_timeout = DEFAULT,"
                + " SESSION max_sort_length = 8192, " + MySqlWriteStop.PASS + moreOfSession();
    }

    @Override
    public final List<String> canonicalTransaction() {
        return List.of("SET @movex_zone = COALESCE(@movex_zone, @@SESSION.time_zone),"
                + " @movex_mode = COALESCE(@movex_mode, @@SESSION.sql_mode), SESSION time_zone = '+00:00',"
                + " SESSION sql_mode = " + SQL_MODE);
    }

    @Override
    public final String boundLockWaits(Duration atMost) {
        return lockWait(atMost.toMillis());
    }

    /** The servers count in seconds. */
    static String lockWait(long millis) {
        return "SET @movex_wait = COALESCE(@movex_wait, @@SESSION.innodb_lock_wait_timeout),"
                + " SESSION innodb_lock_wait_timeout = " + Math.max(1, (millis + 999) / 1000);
    }

    @Override
    public final String horizon(Connection connection) throws SQLException {
        return InnodbTransactions.read(connection, this).writers();
    }

    @Override
    public final boolean horizonPassed(Connection connection, String horizon) throws SQLException {
        return horizon.isEmpty() || !InnodbTransactions.read(connection, this).anyOf(horizon);
    }

    @Override
    public final Instant oldestTransaction(Connection connection) throws SQLException {
        InnodbTransactions transactions = InnodbTransactions.read(connection, this);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))")) {
            row.next();
            Instant now = Instant.EPOCH.plus(row.getLong(1), java.time.temporal.ChronoUnit.MICROS);
            return now.minus(transactions.oldest());
        }
    }

    @Override
    public final ServerLoad readLoad(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Threads_running'")) {
            int running = row.next() ? row.getInt(2) - 1 : 0;
            return new ServerLoad(running, replicaLag(connection));
        }
    }

    /**
     * A replica knows how far it is behind; its source does not. A user who may not see it is asked for once: MariaDB's
     * driver warns in the application's log of each refusal.
     */
    private OptionalDouble replicaLag(Connection connection) throws SQLException {
        if (lagHidden) {
            return OptionalDouble.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW REPLICA STATUS")) {
            if (!row.next()) {
                return OptionalDouble.empty();
            }
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                if (row.getMetaData().getColumnLabel(i).startsWith("Seconds_Behind_")) {
                    double lag = row.getDouble(i);
                    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(lag);
                }
            }
            return OptionalDouble.empty();
        } catch (SQLException e) {
            if (connectionFailure(e)) {
                throw e;
            }
            lagHidden = true;
            return OptionalDouble.empty();
        }
    }

    @Override
    public final Optional<Long> readCounter(Connection connection, Table table, Column column) throws SQLException {
        if (!column.counted()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT AUTO_INCREMENT - 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                        + " AND AUTO_INCREMENT IS NOT NULL")) {
            statement.setString(1, table.name().schema());
            statement.setString(2, table.name().name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(counted(table, row.getBigDecimal(1))) : Optional.empty();
            }
        }
    }

    private static long counted(Table table, BigDecimal last) {
        if (last.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
            throw new MovexException(
                    "COUNTER_TOO_HIGH",
                    "The counter of table " + table.name() + " is beyond " + Long.MAX_VALUE
                            + ", so that it can't be raised.",
                    "Set its AUTO_INCREMENT to what is free below that, or exclude the table.");
        }
        return last.longValueExact();
    }

    @Override
    public final long greatestOfCounter(Connection connection, Table table, Column column) {
        int bits = column.bits();
        boolean unsigned = bits < 64 && column.declaredType().contains("unsigned");
        return Long.MAX_VALUE >> 64 - bits - (unsigned ? 1 : 0);
    }

    /** The statement waits for whoever uses the table, and others wait behind it; so it gives up soon. */
    @Override
    public final void raiseCounter(Connection connection, Table table, Column column, long above) throws SQLException {
        if (readCounter(connection, table, column).orElse(0L) >= above) {
            return;
        }
        String name = quote(table.name().schema()) + "." + quote(table.name().name());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = " + METADATA_LOCK_SECONDS);
            try {
                statement.execute("ALTER TABLE " + name + " AUTO_INCREMENT = " + Math.addExact(above, 1));
            } finally {
                statement.execute("SET SESSION lock_wait_timeout = DEFAULT");
            }
        }
    }

    @Override
    public final boolean transientFailure(SQLException error) {
        return state(error).startsWith("40") || any(error, TRANSIENT);
    }

    /** An image that would have taken another row's place fails by a number of rows; see {@link MySqlTableSql#upsert}. */
    @Override
    public final boolean uniqueViolation(SQLException error) {
        return any(error, Set.of(DUPLICATE_KEY, MORE_THAN_ONE_ROW));
    }

    @Override
    public final boolean foreignKeyViolation(SQLException error) {
        return any(error, FOREIGN_KEY);
    }

    @Override
    public final boolean valueRefused(SQLException error) {
        return state(error).startsWith("22") || any(error, REFUSED_VALUE);
    }

    @Override
    public final boolean connectionFailure(SQLException error) {
        return state(error).startsWith("08") || any(error, GONE);
    }

    /** The servers' messages quote values; what names they end in is taken and no more. */
    @Override
    public final String describe(SQLException error) {
        StringBuilder text = new StringBuilder("SQLState ")
                .append(state(error))
                .append(", error ")
                .append(number(error));
        for (Throwable cause = error; cause != null; cause = next(cause)) {
            Matcher name = NAMES.matcher(String.valueOf(cause.getMessage()));
            if (name.matches()) {
                return text.append(", ").append(name.group(1)).toString();
            }
        }
        return text.toString();
    }

    private static boolean any(SQLException error, Set<Integer> numbers) {
        return numbers.contains(number(error));
    }

    private static int number(SQLException error) {
        for (Throwable cause = error; cause != null; cause = next(cause)) {
            if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
                return sql.getErrorCode();
            }
        }
        return 0;
    }

    private static @Nullable Throwable next(Throwable error) {
        return error instanceof SQLException sql && sql.getNextException() != null
                ? sql.getNextException()
                : error.getCause();
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState().toUpperCase(Locale.ROOT);
    }

    @Override
    public final String boundSchemaLocks(Duration atMost) {
        return "SET SESSION lock_wait_timeout = " + Math.max(1, atMost.toSeconds());
    }

    @Override
    public final String unboundSchemaLocks() {
        return "SET SESSION lock_wait_timeout = DEFAULT";
    }

    @Override
    public final WriteStopSql writeStop() {
        return new MySqlWriteStop(this);
    }

    @Override
    public final long bytes(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT COALESCE(DATA_LENGTH + INDEX_LENGTH, 0) FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    @Override
    public final ServerRoom room(Connection connection) throws SQLException {
        return new ServerRoom(
                Long.parseLong(string(connection, "SELECT @@max_connections")),
                Long.parseLong(status(connection, "SHOW GLOBAL STATUS LIKE 'Threads_connected'")));
    }

    @Override
    public final List<String> grants(Grants to) {
        return new MySqlGrants(this, to).statements();
    }

    /** Returns the name of the privilege to end sessions of other users. */
    abstract String endSessionsPrivilege();

    /** Returns the server's own tables that tell who waits for whose locks, where the user needs a privilege on them. */
    List<String> lockTables() {
        return List.of();
    }

    @Override
    public ServerFacts facts(Connection connection) throws SQLException {
        String durable = string(
                connection, "SELECT @@innodb_flush_log_at_trx_commit = 1 AND (@@log_bin = 0 OR @@sync_binlog = 1)");
        long now = Long.parseLong(string(connection, "SELECT UNIX_TIMESTAMP()"));
        long up = Long.parseLong(status(connection, "SHOW GLOBAL STATUS LIKE 'Uptime'"));
        return new ServerFacts(
                identity(connection),
                "",
                Instant.ofEpochSecond(now - up),
                durable.equals("1"),
                !status(connection, "SHOW SESSION STATUS LIKE 'Ssl_cipher'").isEmpty());
    }

    private static String status(Connection connection, String show) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(show)) {
            return row.next() ? row.getString(2) : "";
        }
    }

    static String string(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
