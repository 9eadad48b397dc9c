package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** MySQL 8.0 and newer. */
final class MySqlDialect extends MySqlFamilyDialect {
    private static final int OLDEST = 8_00;
    private static final Pattern SELECT = Pattern.compile("^\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);

    MySqlDialect() {
        super(MySqlWords.MYSQL);
    }

    @Override
    public String name() {
        return "mysql";
    }

    /**
     * The server ends the query. The driver's time-out sends KILL QUERY over another connection, which may come late and
     * end what runs on this one next.
     */
    @Override
    public PreparedStatement prepareLimited(Connection connection, String query, int seconds) throws SQLException {
        String hint = "SELECT /*+ MAX_EXECUTION_TIME(" + seconds * 1000L + ") */";
        return connection.prepareStatement(SELECT.matcher(query).replaceFirst(hint));
    }

    @Override
    String product() {
        return "MySQL";
    }

    @Override
    int oldestVersion() {
        return OLDEST;
    }

    /** Otherwise counters are shown as they were up to a day ago. */
    @Override
    String moreOfSession() {
        return ", SESSION information_schema_stats_expiry = 0";
    }

    @Override
    String endSessionsPrivilege() {
        return "CONNECTION_ADMIN";
    }

    @Override
    List<String> lockTables() {
        return List.of("performance_schema.data_lock_waits", "performance_schema.threads");
    }

    @Override
    public String identity(Connection connection) throws SQLException {
        return string(connection, "SELECT @@server_uuid");
    }

    @Override
    public List<Sequence> readSequences(Connection connection, List<String> schemas) {
        return List.of();
    }

    @Override
    public long lastOfSequence(Connection connection, Sequence sequence) {
        throw new UnsupportedOperationException("MySQL has no sequences");
    }

    @Override
    public void raiseSequence(Connection connection, Sequence sequence, long beyond) {
        throw new UnsupportedOperationException("MySQL has no sequences");
    }

    @Override
    Set<String> jsonColumns(Connection connection, List<String> schemas) {
        return Set.of();
    }
}
