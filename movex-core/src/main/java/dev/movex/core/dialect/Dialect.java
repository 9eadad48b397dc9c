package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between databases. A new database is one implementation of this interface and of the statements it
 * hands out. Implementations are immutable and thread-safe; methods with a connection use it on the caller's thread
 * and leave its transaction to the caller.
 */
public interface Dialect {

    /** Returns the name used in reports: {@code postgresql}. */
    String name();

    /** Returns how sessions hear of announcements; empty where the server can't tell them. */
    default Optional<Push> push() {
        return Optional.empty();
    }

    /** Quotes an identifier as it is stored. */
    String quote(String identifier);

    /** Returns the statements for a planned table on one side. */
    TableSql sql(PlannedTable table, Side side);

    /** Returns the statements on Movex's own tables. */
    ControlSql control();

    /**
     * Returns the way into a table of this dialect by its bulk protocol.
     *
     * @param from the dialect of the rows' source
     * @param source the statements of the source's table
     * @param target the statements of the table on this side
     */
    BulkCopy bulkCopy(Dialect from, TableSql source, TableSql target);

    /** Reads the rows of a range in key order, streaming. */
    FieldRows readFields(Connection connection, TableSql source, KeyRange range) throws SQLException;

    /** Reads all tables of the given schemas, or of all the application's schemas if none is given. */
    List<Table> readTables(Connection connection, List<String> schemas) throws SQLException;

    /** Reads the schema that unqualified names mean on this connection. */
    String currentSchema(Connection connection) throws SQLException;

    /**
     * Finds what the server's settings and the user's privileges stand in the way of, on one side. Leaves nothing
     * behind.
     */
    List<Problem> checkServer(Connection connection, Side side) throws SQLException;

    /**
     * Finds what stands in the way of moving tables of one side that only this database knows of: tables without
     * transactions, triggers that can't be kept from acting on images.
     */
    List<Problem> checkTables(Connection connection, Side side, List<Table> tables) throws SQLException;

    /** Returns what preflight asks in depth. */
    ServerProbe probe();

    /**
     * Returns the statement that prepares a transaction on the secondary: foreign keys and triggers must not act on
     * rows that arrive as images, since the primary has already decided. It holds until the transaction ends, or where
     * {@link #restoreSession} is not empty, until that has run.
     */
    String beginImages();

    /**
     * Asks whether connections of this kind take several statements in one text, which may depend on their URL. The
     * connection is in auto-commit mode.
     */
    boolean takesSeveralStatements(Connection connection) throws SQLException;

    /**
     * Prepares a query that gives up after a time.
     *
     * @param seconds how long it may take
     */
    default PreparedStatement prepareLimited(Connection connection, String query, int seconds) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.setQueryTimeout(seconds);
        return statement;
    }

    /**
     * Returns those of the tables on which a write makes the database do more than write: foreign keys in either
     * direction, triggers, rules. {@link #beginImages} can be spared where none of them is written.
     */
    default Set<TableName> actingTables(Connection connection, Set<TableName> tables) throws SQLException {
        return tables;
    }

    /**
     * Returns the statements that give a session of the application back what {@link #beginImages}, {@link
     * #canonicalTransaction} and {@link #boundLockWaits} took from it. Empty where these end with the transaction. Run
     * after the transaction's end, also when it failed, in any number, any order and any case.
     */
    List<String> restoreSession();

    /** Runs statements without results and parameters, in as few trips as the server allows. */
    void run(Connection connection, List<String> statements) throws SQLException;

    /**
     * Returns the statement that makes a session's canonical texts the same on every server, whatever the defaults of
     * server, database and user are. Run outside a transaction.
     */
    String canonicalSession();

    /**
     * Returns statements that do the same until the current transaction ends, or {@link #restoreSession} has run, each
     * without parameters.
     */
    List<String> canonicalTransaction();

    /** Returns the statement that bounds each wait for a lock within the current transaction. */
    String boundLockWaits(Duration atMost);

    /** Returns the statement that bounds each wait of a session for a lock on a table's definition. */
    String boundSchemaLocks(Duration atMost);

    /** Returns the statement that takes the bound back. */
    String unboundSchemaLocks();

    /** Returns the statements that keep everybody but Movex from writing. */
    WriteStopSql writeStop();

    /**
     * Asks what the server's own hashes are computed from. Where both servers give the same, not empty answer, they hash
     * alike.
     */
    String hashIdentity(Connection connection) throws SQLException;

    /** Returns whether the driver hands rows over as they come only within a transaction. */
    boolean streamsInTransactions();

    /** Returns the fetch size at which the driver hands rows over as they come, about so many at once. */
    int streamingFetchSize(int rows);

    /** Reads what tells this database from all others, whatever host and port it was reached by. */
    String identity(Connection connection) throws SQLException;

    /** Reads how many bytes a table takes with its indexes, as the server knows or estimates. */
    long bytes(Connection connection, TableName table) throws SQLException;

    /** Reads how many connections the server takes, and how many there are. */
    ServerRoom room(Connection connection) throws SQLException;

    /** Returns the statements that grant the least that a migration needs on one side. */
    List<String> grants(Grants to);

    /** Reads what the server says of itself that evidence depends on. */
    ServerFacts facts(Connection connection) throws SQLException;

    /**
     * Marks now: transactions that have written and are still open. Compare with {@link #horizonPassed}. The connection
     * commits each statement by itself, or its transaction must be ended before the comparison.
     */
    String horizon(Connection connection) throws SQLException;

    /** Returns whether all transactions that were open at the horizon have ended. */
    boolean horizonPassed(Connection connection, String horizon) throws SQLException;

    /**
     * Returns the server's time at which its oldest open transaction began, or its present time if none is open.
     *
     * @throws dev.movex.core.MovexException with code {@code SESSIONS_HIDDEN} if the user may not see them all
     */
    Instant oldestTransaction(Connection connection) throws SQLException;

    /** Reads how busy the server is. */
    ServerLoad readLoad(Connection connection) throws SQLException;

    /** Reads the greatest value that a column's counter has given out, if the column has a counter that counts up. */
    Optional<Long> readCounter(Connection connection, Table table, Column column) throws SQLException;

    /** Raises a column's counter so that its next value is above the given one; never lowers it. */
    void raiseCounter(Connection connection, Table table, Column column, long above) throws SQLException;

    /** Reads the greatest value that a column's counter can give out, by the column's type and its own limit. */
    long greatestOfCounter(Connection connection, Table table, Column column) throws SQLException;

    /** Reads all sequences of the given schemas; none where the database has no sequences. */
    List<Sequence> readSequences(Connection connection, List<String> schemas) throws SQLException;

    /** Reads the value that a sequence has given out last, or may have. */
    long lastOfSequence(Connection connection, Sequence sequence) throws SQLException;

    /** Lets a sequence go on behind the given value, in the direction in which it counts; never sets it back. */
    void raiseSequence(Connection connection, Sequence sequence, long beyond) throws SQLException;

    /** Returns whether the error says that the work may succeed when tried again: deadlock, serialization, lock time-out. */
    boolean transientFailure(SQLException error);

    /** Returns whether the error says that another row has the same value of a unique key. */
    boolean uniqueViolation(SQLException error);

    /** Returns whether the error says that a foreign key does not allow the write. */
    boolean foreignKeyViolation(SQLException error);

    /** Returns whether the error says that a column can't hold a value. */
    boolean valueRefused(SQLException error);

    /** Returns whether the error says that the connection is gone. */
    boolean connectionFailure(SQLException error);

    /** Returns what the error says without values of rows: its SQLState, and the constraint, table and column it names. */
    String describe(SQLException error);
}
