package dev.movex.core.follow;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.WriteStopSql;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps everybody but Movex from writing the planned tables of a side, and lets them write again. A table that is stopped has
 * no open transaction left that has written it; there is nobody who may pass but by intent. Thread-safe.
 */
public final class WriteStop {
    private static final Set<String> DENIED_STATES = Set.of("42501");
    /** No privilege on the database, on the table, at all; triggers for SUPER alone since there is a binary log. */
    private static final Set<Integer> DENIED_CODES = Set.of(1044, 1142, 1227, 1419);

    private static final Duration LOCK_WAIT = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final Plan plan;
    private final Databases databases;
    private final Pauser pauser;

    public WriteStop(Plan plan, Databases databases, Pauser pauser) {
        this.plan = plan;
        this.databases = databases;
        this.pauser = pauser;
    }

    /**
     * Stops writes, table by table, so that Movex never holds one table while it waits for another. Returns when no
     * transaction is open any more that has written one of them. What was stopped stays so if it fails.
     *
     * @throws MovexException with code {@code WRITERS_HOLD_ON} if a transaction did not end in time, with {@code
     *     MAY_NOT_STOP} if the user may not
     */
    public void stop(Side side, Duration atMost) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        WriteStopSql sql = databases.dialect(side).writeStop();
        run(side, sql.prepare());
        for (PlannedTable table : plan.tables()) {
            TableName name = table.on(side).name();
            repeat(side, name, sql.stop(name), deadline);
        }
    }

    private void repeat(Side side, TableName table, List<String> statements, long deadline)
            throws SQLException, InterruptedException {
        while (!tried(side, statements)) {
            if (System.nanoTime() > deadline) {
                throw new MovexException(
                        "WRITERS_HOLD_ON",
                        table + " of the " + side.label() + " could not be had in time: a transaction that has used it"
                                + " stays open.",
                        "End that transaction, or choose a quieter time.");
            }
            pauser.pause(BETWEEN);
        }
    }

    /**
     * Lets everybody write again. Harmless if nothing was stopped.
     *
     * @throws MovexException with code {@code WRITERS_HOLD_ON} if a table could not be had in time
     */
    public void release(Side side, Duration atMost) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        WriteStopSql sql = databases.dialect(side).writeStop();
        // a lock that is asked for in vain would hold the application up
        Set<TableName> begun = read(side, sql.begun());
        for (PlannedTable table : plan.tables()) {
            TableName name = table.on(side).name();
            if (begun.contains(name)) {
                repeat(side, name, sql.release(name), deadline);
            }
        }
    }

    /** Returns whether no planned table of a side can be written but by Movex. */
    public boolean stands(Side side) throws SQLException {
        Set<TableName> stopped = read(side, databases.dialect(side).writeStop().stopped());
        return plan.tables().stream().allMatch(t -> stopped.contains(t.on(side).name()));
    }

    /** Takes away every stop on a database, those of all migrations; the caller commits. */
    public static void releaseAll(Connection connection, Dialect dialect) throws SQLException {
        WriteStopSql sql = dialect.writeStop();
        try (Statement statement = connection.createStatement()) {
            for (TableName table : read(connection, sql.begun())) {
                for (String text : sql.release(table)) {
                    statement.execute(text);
                }
            }
        }
    }

    private Set<TableName> read(Side side, String query) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            return read(connection, query);
        }
    }

    private static Set<TableName> read(Connection connection, String query) throws SQLException {
        Set<TableName> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                names.add(new TableName(row.getString(1), row.getString(2)));
            }
        }
        return names;
    }

    /** Returns false if a lock was not to be had: whoever waits behind Movex gets his turn in between. */
    private boolean tried(Side side, List<String> statements) throws SQLException {
        try {
            run(side, statements);
            return true;
        } catch (SQLException e) {
            if (databases.dialect(side).transientFailure(e)) {
                return false;
            }
            if (DENIED_STATES.contains(String.valueOf(e.getSQLState())) || DENIED_CODES.contains(e.getErrorCode())) {
                throw new MovexException(
                        "MAY_NOT_STOP",
                        "Movex's user may not stop and release writes on the " + side.label() + ".",
                        "'movex grants --follow' prints what it needs.",
                        e);
            }
            throw e;
        }
    }

    private void run(Side side, List<String> statements) throws SQLException {
        Dialect dialect = databases.dialect(side);
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement()) {
            statement.execute(dialect.boundSchemaLocks(LOCK_WAIT));
            try {
                for (String text : statements) {
                    statement.execute(text);
                }
            } finally {
                statement.execute(dialect.unboundSchemaLocks());
            }
        }
    }
}
