package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.dialect.SessionIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;

/**
 * The physical sessions that this process has used. One that is to write a side alone is made known to the group first,
 * and the side's control row is read after that: either whoever ends this pattern finds the session and ends it, or the
 * session finds that the pattern is over. Thread-safe.
 */
final class OwnSessions {
    private final Map<Side, Map<Connection, Known>> used = new EnumMap<>(Side.class);
    private volatile Announcer announcer = Announcer.NOBODY;

    OwnSessions() {
        for (Side side : Side.values()) {
            used.put(side, new WeakHashMap<>());
        }
    }

    /** Tells the group. */
    interface Announcer {
        /** There is no group. */
        Announcer NOBODY = (side, epoch) -> false;

        /**
         * Makes all sessions of a side known and looks whether it is still written under an epoch.
         *
         * @return false if there is nobody to be told
         * @throws SQLException if another epoch holds, or the group can't be told
         */
        boolean announce(Side side, long epoch) throws SQLException;
    }

    private static final class Known {
        private final long id;
        private boolean announced;

        Known(long id) {
            this.id = id;
        }
    }

    void announceBy(Announcer group) {
        announcer = group;
    }

    /** Takes note of a session that a transaction is about to use. */
    void used(Lease lease, Ticket ticket) throws SQLException {
        Announcer group = announcer;
        Known known = known(lease.access(), lease.physical());
        if (group == Announcer.NOBODY || ticket.assignment().pattern().dual() || isAnnounced(known)) {
            return; // where two sides are written the fence is asked in each transaction
        }
        if (group.announce(lease.side(), ticket.assignment().epoch())) {
            announced(known);
        }
    }

    /** Takes note of a session that Movex itself has opened in the application's pool: it belongs to this process as well. */
    void seen(SideAccess access, Connection connection) throws SQLException {
        known(access, connection);
    }

    private Known known(SideAccess access, Connection physical) throws SQLException {
        Connection own = physical.isWrapperFor(Connection.class) ? physical.unwrap(Connection.class) : physical;
        Map<Connection, Known> sessions = sessions(access.side());
        synchronized (sessions) {
            Known known = sessions.get(own);
            if (known != null) {
                return known;
            }
        }
        Known known = new Known(SessionIds.of(physical, access.dialect()));
        synchronized (sessions) {
            sessions.put(own, known);
        }
        return known;
    }

    private Map<Connection, Known> sessions(Side side) {
        Map<Connection, Known> sessions = used.get(side);
        if (sessions == null) {
            throw new IllegalStateException(side.label());
        }
        return sessions;
    }

    private static boolean isAnnounced(Known known) {
        synchronized (known) {
            return known.announced;
        }
    }

    private static void announced(Known known) {
        synchronized (known) {
            known.announced = true;
        }
    }

    /** Returns the ids of the sessions of a side that are open. */
    Set<Long> ids(Side side) {
        Map<Connection, Known> sessions = sessions(side);
        Map<Connection, Known> copy;
        synchronized (sessions) {
            copy = new WeakHashMap<>(sessions);
        }
        Set<Connection> closed = new HashSet<>();
        Set<Long> ids = new TreeSet<>();
        copy.forEach((connection, known) -> {
            if (isClosed(connection)) {
                closed.add(connection);
            } else {
                ids.add(known.id);
            }
        });
        synchronized (sessions) {
            sessions.keySet().removeAll(closed);
        }
        return ids;
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
