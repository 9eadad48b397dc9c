package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.MemberSessions;
import java.sql.Connection;
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
            Map<String, Set<Long>> left = Transactions.in(databases, side, c -> endOnce(c, sessions, side, spared));
            if (left.isEmpty() || System.nanoTime() - deadline > 0) {
                return left.keySet();
            }
            pauser.pause(LOOK);
        }
    }

    /** Who has no sessions left is forgotten. */
    private static Map<String, Set<Long>> endOnce(
            Connection connection, MemberSessions sessions, Side side, Set<String> spared) throws SQLException {
        Map<String, Set<Long>> left = new HashMap<>(sessions.read(connection));
        left.keySet().removeAll(spared);
        for (Map.Entry<String, Set<Long>> sleeper : left.entrySet()) {
            for (long id : sleeper.getValue()) {
                LOG.warn(
                        "session {} of member {} on the {} is ended: the member has not heard of the change",
                        id,
                        sleeper.getKey(),
                        side.label());
                sessions.end(connection, id);
            }
            if (sleeper.getValue().isEmpty()) {
                sessions.forget(connection, sleeper.getKey());
            }
        }
        left.values().removeIf(Set::isEmpty);
        return left;
    }
}
