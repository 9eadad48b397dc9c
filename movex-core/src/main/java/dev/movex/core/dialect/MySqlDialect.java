package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** MySQL 8.0 and newer. */
final class MySqlDialect extends MySqlFamilyDialect {
    private static final int OLDEST = 8_00;

    MySqlDialect() {
        super(MySqlWords.MYSQL);
    }

    @Override
    public String name() {
        return "mysql";
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
