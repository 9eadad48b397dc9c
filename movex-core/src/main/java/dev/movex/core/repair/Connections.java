package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** The connections of one call, one for each side, opened when they are needed. For one thread. */
final class Connections implements AutoCloseable {
    private final Databases databases;
    private final Map<Side, Connection> open = new EnumMap<>(Side.class);

    Connections(Databases databases) {
        this.databases = databases;
    }

    Connection of(Side side) throws SQLException {
        Connection connection = open.get(side);
        if (connection == null) {
            connection = databases.begin(side);
            open.put(side, connection);
        }
        return connection;
    }

    /** Ends what is open, that on the given side last. */
    void rollback(Side last) {
        rollbackOne(last.other());
        rollbackOne(last);
    }

    private void rollbackOne(Side side) {
        Connection connection = open.get(side);
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException e) {
            closeOne(side);
        }
    }

    private void closeOne(Side side) {
        Connection connection = open.remove(side);
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // the server ends the transaction of a connection that is gone
        }
    }

    @Override
    public void close() {
        for (Side side : Side.values()) {
            rollbackOne(side);
            closeOne(side);
        }
    }
}
