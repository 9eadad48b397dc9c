package dev.movex.core.control;

import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.Dialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/**
 * Proves, inside a transaction, that a side still is at the epoch the transaction was made for, and keeps it there until
 * the transaction ends. Every Movex transaction that writes a side passes here first. Thread-safe.
 *
 * <p>The join and the look are two statements on purpose: within one statement the look would see the state of before
 * the wait.
 */
public final class Fence {
    private final String migration;
    private final long number;
    private final LongSupplier ids;

    public Fence(String migration) {
        this(migration, JournalIds.ofProcess());
    }

    /**
     * @param ids the ids of journal rows, where the database does not give them
     */
    public Fence(String migration, LongSupplier ids) {
        this.migration = migration;
        this.number = number(migration);
        this.ids = ids;
    }

    /**
     * Returns the text that joins the fence and checks it, in one trip, two statements where {@link #joins}; bind it by
     * {@link #bind}.
     */
    public String checkText(Dialect dialect) {
        ControlSql sql = dialect.control();
        return joined(sql, sql.checkFence(false));
    }

    /** Returns the number that stands for the migration's fence where the database locks numbers. */
    public long number() {
        return number;
    }

    /** Returns whether the fence is joined by a statement before the look, whose result comes first. */
    public static boolean joins(Dialect dialect) {
        return !dialect.control().joinFence().isEmpty();
    }

    private static String joined(ControlSql sql, String look) {
        return sql.joinFence().isEmpty() ? look : sql.joinFence() + "; " + look;
    }

    /** Binds the parameters of {@link #checkText} from the given index on; returns the next free index. */
    public int bind(PreparedStatement statement, int from, SideFence expected, Dialect dialect) throws SQLException {
        int index = from;
        if (joins(dialect)) {
            statement.setLong(index++, number);
        }
        statement.setString(index++, migration);
        statement.setLong(index++, expected.epoch());
        statement.setBoolean(index++, expected.open());
        return index;
    }

    /**
     * Checks a side in the transaction of the given connection, which runs at READ COMMITTED.
     *
     * @throws FencedException if the side shows something else
     */
    public void check(Connection connection, Dialect dialect, SideFence expected) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(checkText(dialect))) {
            bind(statement, 1, expected, dialect);
            statement.execute();
            skipJoin(statement, dialect);
            try (ResultSet row = statement.getResultSet()) {
                if (!row.next()) {
                    throw new FencedException(expected.side(), expected.epoch());
                }
            }
        }
    }

    /**
     * Checks the open side and writes the journal row of a transaction, in one trip.
     *
     * @param keys the keys in journal form
     * @return the journal row's id
     * @throws FencedException if the side is not open at the epoch; the transaction must be rolled back
     */
    public long journal(Connection connection, Dialect dialect, String member, String keys, SideFence expected)
            throws SQLException {
        boolean snapshot = connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
        return journal(connection, dialect, member, keys, expected, snapshot);
    }

    /**
     * As the other method, for a caller who knows the isolation level and spares the question to the server.
     *
     * @param snapshot whether the transaction may keep one snapshot for all its statements
     */
    public long journal(
            Connection connection, Dialect dialect, String member, String keys, SideFence expected, boolean snapshot)
            throws SQLException {
        ControlSql sql = dialect.control();
        if (sql.journalTakesId()) {
            return journalWithId(connection, sql, member, keys, expected, snapshot);
        }
        try (PreparedStatement statement = connection.prepareStatement(joined(sql, sql.journal(snapshot)))) {
            int index = 1;
            if (joins(dialect)) {
                statement.setLong(index++, number);
            }
            statement.setString(index++, member);
            statement.setString(index++, keys);
            statement.setString(index++, migration);
            statement.setLong(index, expected.epoch());
            statement.execute();
            skipJoin(statement, dialect);
            try (ResultSet row = statement.getResultSet()) {
                if (!row.next()) {
                    throw new FencedException(expected.side(), expected.epoch());
                }
                return row.getLong(1);
            }
        }
    }

    /**
     * Waits until all transactions that passed the fence have ended, and keeps others out until the one of the given
     * connection ends.
     */
    public void close(Connection connection, Dialect dialect) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.control().closeFence())) {
            if (joins(dialect)) {
                statement.setLong(1, number);
            } else {
                statement.setString(1, migration);
            }
            statement.execute();
        }
    }

    private long journalWithId(
            Connection connection, ControlSql sql, String member, String keys, SideFence expected, boolean snapshot)
            throws SQLException {
        long id = ids.getAsLong();
        try (PreparedStatement statement = connection.prepareStatement(sql.journal(snapshot))) {
            statement.setLong(1, id);
            statement.setString(2, member);
            statement.setString(3, keys);
            statement.setString(4, migration);
            statement.setString(5, migration);
            statement.setLong(6, expected.epoch());
            statement.executeUpdate();
            return id;
        } catch (SQLException e) {
            if (sql.closedFence(e)) {
                FencedException fenced = new FencedException(expected.side(), expected.epoch());
                fenced.addSuppressed(e);
                throw fenced;
            }
            throw e;
        }
    }

    /**
     * Checks the open side, writes the journal row of a transaction and commits it, in one trip where the connection
     * takes several statements in one text.
     *
     * @param keys the keys in journal form
     * @param transaction what is known of the transaction
     * @return the journal row's id
     * @throws FencedException if the side is not open at the epoch; nothing is committed, and the transaction must be
     *     rolled back
     */
    public long journalAndCommit(
            Connection connection, Dialect dialect, String member, String keys, SideFence expected, OpenOn transaction)
            throws SQLException {
        if (!transaction.oneText()) {
            long id = journal(connection, dialect, member, keys, expected, transaction.snapshot());
            connection.commit();
            return id;
        }
        long id = inOneTrip(connection, dialect, member, keys, expected, transaction);
        // the server has committed; this tells the driver and the pool, where one call does for both
        if (transaction.autoCommitNext()) {
            connection.setAutoCommit(true);
        } else {
            connection.commit();
        }
        return id;
    }

    /**
     * What is known of a transaction, so that nobody has to ask.
     *
     * @param snapshot whether it may keep one snapshot for all its statements
     * @param oneText whether its connection takes several statements in one text
     * @param autoCommitNext whether its connection is to be in auto-commit mode afterwards
     */
    public record OpenOn(boolean snapshot, boolean oneText, boolean autoCommitNext) {}

    private long inOneTrip(
            Connection connection, Dialect dialect, String member, String keys, SideFence expected, OpenOn transaction)
            throws SQLException {
        ControlSql sql = dialect.control();
        long id = sql.journalTakesId() ? ids.getAsLong() : 0;
        String text = sql.journalAndCommit(transaction.snapshot());
        String then = transaction.autoCommitNext() ? sql.thenAutoCommit() : "";
        try (PreparedStatement statement = connection.prepareStatement(then.isEmpty() ? text : text + then)) {
            int index = 1;
            if (joins(dialect)) {
                statement.setLong(index++, number);
            }
            if (sql.journalTakesId()) {
                statement.setLong(index++, id);
            }
            statement.setString(index++, member);
            statement.setString(index++, keys);
            statement.setString(index++, migration);
            statement.setString(index++, migration);
            statement.setLong(index, expected.epoch());
            if (sql.journalTakesId()) {
                // for a text that begins so MySQL's driver would ask the server whether it may write
                statement.executeUpdate();
                return id;
            }
            statement.execute();
            skipJoin(statement, dialect);
            return given(statement);
        } catch (SQLException e) {
            if (sql.closedFence(e)) {
                FencedException fenced = new FencedException(expected.side(), expected.epoch());
                fenced.addSuppressed(e);
                throw fenced;
            }
            throw e;
        }
    }

    private static long given(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void skipJoin(PreparedStatement statement, Dialect dialect) throws SQLException {
        if (joins(dialect)) {
            statement.getResultSet().close();
            statement.getMoreResults();
        }
    }

    private static long number(String migration) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("movex:" + migration).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
