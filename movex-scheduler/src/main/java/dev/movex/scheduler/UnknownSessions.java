package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.control.MemberSessions;
import dev.movex.core.control.ServerSession;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.SessionIds;
import dev.movex.core.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for sessions that write planned tables past Movex. What belongs to no member is unknown if it comes from where no
 * member comes from, or if it is seen in a transaction that has written: a pool of a member keeps sessions that it has not
 * used yet, and Movex's own are from its machines, too.
 */
final class UnknownSessions {
    private static final String GATE = "unknown sessions";
    private static final int LOOKS = 3;
    private static final Duration BETWEEN = Duration.ofMillis(150);
    private static final int SHOWN = 5;

    private final Plan plan;
    private final Databases databases;
    private final MemberGroup members;
    private final Pauser pauser;

    UnknownSessions(Plan plan, Databases databases, MemberGroup members, Pauser pauser) {
        this.plan = plan;
        this.databases = databases;
        this.members = members;
        this.pauser = pauser;
    }

    /** Looks at a side. Takes up to half a second, if there is something to be looked at twice. */
    GateResult look(Side side) {
        try (Connection connection = databases.connect(side)) {
            Dialect dialect = databases.dialect(side);
            if (ServerSession.behindPooler(
                    SessionIds.ofDriver(connection, dialect), SessionIds.ofServer(connection, dialect))) {
                return GateResult.fail(
                        GATE,
                        "a connection pooler stands in front of the " + side.label()
                                + ", behind which sessions can't be told apart: connect to the server itself");
            }
            String lacking = ServerSession.lacking(connection, dialect.control());
            if (!lacking.isEmpty()) {
                return GateResult.fail(
                        GATE,
                        "can't be looked for on the " + side.label() + ": Movex's user lacks the privilege " + lacking);
            }
            return result(unknown(connection, side), side);
        } catch (SQLException e) {
            return GateResult.fail(GATE, "can't be looked for (SQLState " + e.getSQLState() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GateResult.fail(GATE, "were not looked for: interrupted");
        }
    }

    private static GateResult result(List<ServerSession> unknown, Side side) {
        if (unknown.isEmpty()) {
            return GateResult.pass(GATE, "none that may write planned tables of the " + side.label());
        }
        return GateResult.fail(
                GATE,
                unknown.size() + " sessions on the " + side.label()
                        + " may write planned tables and belong to no member: "
                        + unknown.stream()
                                .limit(SHOWN)
                                .map(ServerSession::toWords)
                                .collect(joining(", ")));
    }

    /** What Movex's own workers write is over soon; what is seen in the same transaction again and again is not theirs. */
    private List<ServerSession> unknown(Connection connection, Side side) throws SQLException, InterruptedException {
        Map<String, ServerSession> unknown = new LinkedHashMap<>(once(connection, side));
        for (int i = 1; i < LOOKS && !unknown.isEmpty(); i++) {
            pauser.pause(BETWEEN);
            unknown.keySet().retainAll(once(connection, side).keySet());
        }
        return List.copyOf(unknown.values());
    }

    /** Returns what is unknown now, by the session where it comes from nowhere known, otherwise by its transaction as well. */
    private Map<String, ServerSession> once(Connection connection, Side side) throws SQLException {
        ControlSql sql = databases.dialect(side).control();
        List<String> tables = plan.tables().stream()
                .map(table -> table.on(side).name())
                .map(name -> name.schema() + "." + name.name())
                .toList();
        List<ServerSession> all = ServerSession.read(connection, sql, tables);
        Set<Long> known = known(connection, side);
        long self = SessionIds.ofServer(connection, databases.dialect(side));
        Set<String> origins = all.stream()
                .filter(s -> s.id() == self || known.contains(s.id()))
                .map(ServerSession::origin)
                .collect(Collectors.toSet());
        Map<String, ServerSession> unknown = new LinkedHashMap<>();
        for (ServerSession session : all) {
            boolean foreign = !origins.contains(session.origin());
            boolean ours = session.id() == self || known.contains(session.id());
            if (!ours && session.mayWrite() && (foreign || !session.writing().isEmpty())) {
                unknown.put(foreign ? "" + session.id() : session.id() + " " + session.writing(), session);
            }
        }
        return unknown;
    }

    private Set<Long> known(Connection connection, Side side) throws SQLException {
        Set<Long> known = new HashSet<>(members.sessions(side));
        new MemberSessions(plan.migration(), databases.dialect(side).control())
                .read(connection)
                .values()
                .forEach(known::addAll);
        return known;
    }
}
