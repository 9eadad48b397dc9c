package dev.movex.debezium;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.ChangeLogs;
import dev.movex.core.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads the change logs of a migration's databases.
 *
 * @param plan the tables
 * @param databases the databases, for marks, publications and questions
 * @param src the source, as its log is reached
 * @param dst the target, as its log is reached
 */
public record DebeziumLogs(Plan plan, Databases databases, LogSource src, LogSource dst) implements ChangeLogs {
    @Override
    public ChangeLog open(Side side, CursorStore cursors) {
        return LogReader.start(source(side), plan, side, databases, cursors);
    }

    @Override
    public void forget(Side side, CursorStore cursors) throws SQLException {
        String name = LogReader.name(plan.migration(), side, source(side));
        if (cursors.load(name).isPresent()) {
            if (source(side).kind() == LogSource.Kind.POSTGRESQL) {
                try (Connection connection = databases.connect(side)) {
                    slot(side, name).drop(connection);
                }
            }
            cursors.remove(name);
        }
    }

    @Override
    public List<String> obstacles(Side side) throws SQLException {
        String name = LogReader.name(plan.migration(), side, source(side));
        try (Connection connection = databases.connect(side)) {
            return source(side).kind() == LogSource.Kind.POSTGRESQL
                    ? slot(side, name).obstacles(connection)
                    : BinlogSettings.obstacles(connection);
        }
    }

    private PostgresLog slot(Side side, String name) {
        return new PostgresLog(databases.dialect(side), plan, side, name);
    }

    private LogSource source(Side side) {
        return side == Side.SRC ? src : dst;
    }
}
