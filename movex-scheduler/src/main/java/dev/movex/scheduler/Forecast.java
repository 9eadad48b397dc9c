package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.ServerRoom;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a migration will take, before it begins: an estimate from the servers' own estimates. Sizes are the source's; another
 * kind of server stores the same rows in more or less.
 *
 * @param tables each table
 * @param bytes what all tables take on the source
 * @param diskNeeded what the target should have free: the tables, and its log of writing them
 * @param connectionsNeeded what the target's server must take beside what it has: the application's pools and Movex's own work
 * @param connectionsFree how many it takes now
 * @param copy how long the copy will take
 * @param validation how long a full validation will take
 */
public record Forecast(
        List<TableForecast> tables,
        long bytes,
        long diskNeeded,
        long connectionsNeeded,
        long connectionsFree,
        Duration copy,
        Duration validation) {
    /** Rows are written twice: into the table, and into the server's log. */
    private static final double WITH_LOG = 2.0;
    /** Connections of the copier, validator, repairer, sweeper, and the looks around. */
    private static final int OWN_CONNECTIONS = 8;

    /**
     * One table.
     *
     * @param table its name
     * @param rows the server's estimate; −1 where it has none
     * @param bytes with indexes
     */
    public record TableForecast(String table, long rows, long bytes) {}

    /**
     * How the migration will be run.
     *
     * @param members how many application processes
     * @param poolSize how many connections each of them holds to each side at most
     * @param copyRate rows a second that the copy brings over; measured by {@code movex bench copy}
     * @param validationRate rows a second that a validation compares; measured by {@code movex bench validate}
     */
    public record Assumptions(int members, int poolSize, long copyRate, long validationRate) {}

    public Forecast {
        tables = List.copyOf(tables);
    }

    /** Reads sizes and limits. Changes nothing. */
    public static Forecast read(
            Plan plan, Dialect srcDialect, Connection src, Dialect dstDialect, Connection dst, Assumptions how)
            throws SQLException {
        List<TableForecast> tables = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        for (PlannedTable table : plan.tables()) {
            long size = srcDialect.bytes(src, table.on(Side.SRC).name());
            tables.add(new TableForecast(table.name(), table.src().estimatedRows(), size));
            rows += Math.max(0, table.src().estimatedRows());
            bytes += size;
        }
        ServerRoom room = dstDialect.room(dst);
        return new Forecast(
                tables,
                bytes,
                (long) (bytes * WITH_LOG),
                (long) how.members() * how.poolSize() + OWN_CONNECTIONS,
                room.free(),
                Duration.ofSeconds(1 + rows / Math.max(1, how.copyRate())),
                Duration.ofSeconds(1 + rows / Math.max(1, how.validationRate())));
    }

    /** Returns whether the target's server takes the connections. */
    public boolean roomEnough() {
        return connectionsFree >= connectionsNeeded;
    }
}
