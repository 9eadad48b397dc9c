package dev.movex.doublewrite;

import dev.movex.core.control.Fence;
import dev.movex.core.control.SideFence;
import dev.movex.core.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the writes of a transaction to a secondary whose URL may not allow several statements in one text: what is alike
 * travels as a batch. Immutable.
 */
final class StatementTrips {
    private final Fence fence;
    private final SideAccess side;
    private final Duration limit;

    StatementTrips(Fence fence, SideAccess side, Duration limit) {
        this.fence = fence;
        this.side = side;
        this.limit = limit;
    }

    /** Returns whether a database needs this way. */
    static boolean needed(Dialect dialect) {
        return !dialect.name().equals("postgresql");
    }

    /** Writes in the connection's transaction; see {@link SecondaryBatch#send}. */
    boolean send(Connection connection, SideFence expected, List<SecondaryWrite> writes, boolean guarded)
            throws SQLException {
        Dialect dialect = side.dialect();
        List<String> head = new ArrayList<>();
        if (guarded) {
            head.add(dialect.beginImages());
        }
        head.add(dialect.boundLockWaits(limit));
        dialect.run(connection, head);
        fence.check(connection, dialect, expected);
        boolean met = true;
        int sent = 0;
        while (sent < writes.size()) {
            int to = sent + 1;
            while (to < writes.size()
                    && writes.get(to).sql().equals(writes.get(sent).sql())) {
                to++;
            }
            met &= run(connection, writes.subList(sent, to));
            sent = to;
        }
        return met;
    }

    private static boolean run(Connection connection, List<SecondaryWrite> writes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(writes.get(0).sql())) {
            for (SecondaryWrite write : writes) {
                write.bind(statement, 1);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            boolean met = counts.length == writes.size();
            for (int i = 0; i < counts.length; i++) {
                met &= counts[i] == Statement.SUCCESS_NO_INFO
                        || counts[i] >= writes.get(i).expected();
            }
            return met;
        }
    }

    /** Gives a session back what was taken from it. */
    static void restore(Dialect dialect, Connection connection) throws SQLException {
        List<String> statements = dialect.restoreSession();
        if (!statements.isEmpty()) {
            dialect.run(connection, statements);
        }
    }
}
