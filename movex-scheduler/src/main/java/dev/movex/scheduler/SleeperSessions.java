package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.MemberSessions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the sessions of members that have not heard of a change: whoever wakes up can't write with them any more. */
final class SleeperSessions {
    private static final Logger LOG = LoggerFactory.getLogger(SleeperSessions.class);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final String migration;
    private final Databases databases;
    private final Pauser pauser;

    SleeperSessions(String migration, Databases databases, Pauser pauser) {
        this.migration = migration;
        this.databases = databases;
        this.pauser = pauser;
    }

    /** Ends what members have on a side that are not spared; returns those that still have something there. */
    Set<String> end(Side side, Set<String> spared, Duration atMost) throws SQLException, InterruptedException {
        MemberSessions sessions =
                new MemberSessions(migration, databases.dialect(side).control());
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Map<String, Set<Long>> left = left(side, sessions, spared);
            if (left.isEmpty() || System.nanoTime() - deadline > 0) {
                return left.keySet();
            }
            for (Map.Entry<String, Set<Long>> sleeper : left.entrySet()) {
                for (long id : sleeper.getValue()) {
                    end(side, sessions, sleeper.getKey(), id);
                }
            }
            pauser.pause(LOOK);
        }
    }

    /** Returns what is still there. Who has no sessions left is forgotten. */
    private Map<String, Set<Long>> left(Side side, MemberSessions sessions, Set<String> spared) throws SQLException {
        return Transactions.in(databases, side, connection -> {
            Map<String, Set<Long>> left = new HashMap<>(sessions.read(connection));
            left.keySet().removeAll(spared);
            for (Map.Entry<String, Set<Long>> sleeper : left.entrySet()) {
                if (sleeper.getValue().isEmpty()) {
                    sessions.forget(connection, sleeper.getKey());
                }
            }
            left.values().removeIf(Set::isEmpty);
            return left;
        });
    }

    /** A session that may not be ended is waited for. */
    private void end(Side side, MemberSessions sessions, String member, long id) {
        try {
            Transactions.in(databases, side, connection -> {
                sessions.end(connection, id);
                return true;
            });
            LOG.warn(
                    "session {} of member {} on the {} is ended: the member has not heard of the change",
                    id,
                    member,
                    side.label());
        } catch (SQLException e) {
            LOG.warn(
                    "session {} of member {} on the {} could not be ended (SQLState {}); the script of grants says what"
                            + " Movex's user needs",
                    id,
                    member,
                    side.label(),
                    e.getSQLState());
        }
    }
}
