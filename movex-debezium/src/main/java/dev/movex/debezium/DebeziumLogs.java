package dev.movex.debezium;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.plan.Plan;
import dev.movex.core.validate.ChangeLog;
import dev.movex.core.validate.ChangeLogs;

/**
 * Reads the change logs of a migration's databases.
 *
 * @param plan the tables
 * @param databases the databases, for marks
 * @param src the source, as its log is reached
 * @param dst the target, as its log is reached
 */
public record DebeziumLogs(Plan plan, Databases databases, LogSource src, LogSource dst) implements ChangeLogs {
    @Override
    public ChangeLog open(Side side, CursorStore cursors) {
        return LogReader.start(side == Side.SRC ? src : dst, plan, side, databases, cursors);
    }
}
