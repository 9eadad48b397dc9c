package dev.movex.debezium;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.ChangeLogs;
import dev.movex.core.follow.LogName;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
        return LogReader.start(this, side, cursors);
    }

    @Override
    public void forget(Side side, CursorStore cursors) throws SQLException {
        String name = LogName.of(plan.migration(), side, source(side).database());
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
        String name = LogName.of(plan.migration(), side, source(side).database());
        List<String> found = new ArrayList<>();
        for (PlannedTable table : plan.tables()) {
            KeyReader.obstacle(table, side)
                    .ifPresent(why -> found.add(table.name() + " can't be followed: " + why + ": leave it out"));
        }
        try (Connection connection = databases.connect(side)) {
            found.addAll(
                    source(side).kind() == LogSource.Kind.POSTGRESQL
                            ? slot(side, name).obstacles(connection)
                            : BinlogSettings.obstacles(connection));
        }
        return found;
    }

    private PostgresLog slot(Side side, String name) {
        return new PostgresLog(databases.dialect(side), plan, side, name);
    }

    /** Returns the database of a side, as its log is reached. */
    LogSource source(Side side) {
        return side == Side.SRC ? src : dst;
    }
}
