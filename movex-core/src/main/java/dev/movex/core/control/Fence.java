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
import java.util.Optional;

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

    public Fence(String migration) {
        this.migration = migration;
        this.number = number(migration);
    }

    /** Returns the number of the advisory lock that stands for the migration's fence. */
    public long number() {
        return number;
    }

    /** Returns the text that joins the fence and checks it, two statements in one trip; bind it by {@link #bind}. */
    public String checkText(Dialect dialect) {
        ControlSql sql = dialect.control();
        return sql.joinFence() + "; " + sql.checkFence(false);
    }

    /** Binds the parameters of {@link #checkText} from the given index on; returns the next free index. */
    public int bind(PreparedStatement statement, int from, SideFence expected) throws SQLException {
        int index = from;
        statement.setLong(index++, number);
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
            bind(statement, 1, expected);
            statement.execute();
            skipJoin(statement);
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
        try (PreparedStatement statement =
                connection.prepareStatement(sql.joinFence() + "; " + sql.journal(snapshot))) {
            statement.setLong(1, number);
            statement.setString(2, member);
            statement.setString(3, keys);
            statement.setString(4, migration);
            statement.setLong(5, expected.epoch());
            statement.execute();
            skipJoin(statement);
            try (ResultSet row = statement.getResultSet()) {
                if (!row.next()) {
                    throw new FencedException(expected.side(), expected.epoch());
                }
                return row.getLong(1);
            }
        }
    }

    /**
     * Checks the open side, writes the journal row of a transaction and commits it, in one trip where the database can.
     *
     * @param keys the keys in journal form
     * @param snapshot whether the transaction may keep one snapshot for all its statements
     * @return the journal row's id
     * @throws FencedException if the side is not open at the epoch; nothing is committed, and the transaction must be
     *     rolled back
     */
    public long journalAndCommit(
            Connection connection, Dialect dialect, String member, String keys, SideFence expected, boolean snapshot)
            throws SQLException {
        Optional<String> text = dialect.control().journalAndCommit(snapshot);
        long id = text.isPresent()
                ? inOneTrip(text.get(), connection, dialect, member, keys, expected)
                : journal(connection, dialect, member, keys, expected, snapshot);
        // after one trip this tells the driver and the pool alone
        connection.commit();
        return id;
    }

    private long inOneTrip(
            String text, Connection connection, Dialect dialect, String member, String keys, SideFence expected)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setLong(1, number);
            statement.setString(2, member);
            statement.setString(3, keys);
            statement.setString(4, migration);
            statement.setString(5, migration);
            statement.setLong(6, expected.epoch());
            statement.execute();
            skipJoin(statement);
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw dialect.control().closedFence(e) ? new FencedException(expected.side(), expected.epoch()) : e;
        }
    }

    private static void skipJoin(PreparedStatement statement) throws SQLException {
        statement.getResultSet().close();
        statement.getMoreResults();
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
