package dev.movex.doublewrite;

import dev.movex.core.control.Fence;
import dev.movex.core.control.SideFence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Sends the writes of a transaction to a secondary whose URL does not allow several statements in one text: what is alike
 * travels as a batch. Immutable.
 */
final class StatementTrips {
    private final Fence fence;
    private final SideAccess side;

    StatementTrips(Fence fence, SideAccess side) {
        this.fence = fence;
        this.side = side;
    }

    /** Writes in the connection's transaction; see {@link SecondaryBatch#send}. */
    boolean send(Connection connection, SideFence expected, List<SecondaryWrite> writes) throws SQLException {
        fence.check(connection, side.dialect(), expected);
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
}
