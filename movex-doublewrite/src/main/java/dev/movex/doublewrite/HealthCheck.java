package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.ServerSession;
import dev.movex.core.dialect.SessionIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** Looks at both databases. Waits as long as their pools do. Thread-safe. */
final class HealthCheck {
    private static final int SECONDS = 2;

    private final Engine engine;

    HealthCheck(Engine engine) {
        this.engine = engine;
    }

    Health run() {
        Map<Side, String> sides = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            sides.put(side, look(engine.side(side), engine.sessions()));
        }
        Side primary = engine.gate().assignment().pattern().primary();
        return new Health(sides, depth(engine.side(primary)), engine.breaker().state());
    }

    static String look(SideAccess side, OwnSessions sessions) {
        try (Connection connection = side.pool().getConnection()) {
            sessions.seen(side, connection);
            if (!connection.isValid(SECONDS)) {
                return "the connection does not answer";
            }
            return ServerSession.behindPooler(
                            SessionIds.ofDriver(connection, side.dialect()),
                            SessionIds.ofServer(connection, side.dialect()))
                    ? "a connection pooler stands in front of the server, behind which sessions can't be told apart"
                    : "";
        } catch (SQLException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The journal exists once a pattern with two sides has been prepared. */
    private long depth(SideAccess side) {
        if (!engine.gate().assignment().pattern().dual()) {
            return 0;
        }
        try (Connection connection = side.pool().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(side.dialect().control().journalDepth())) {
            statement.setString(1, engine.plan().migration());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            return -1;
        }
    }
}
