package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ServerFacts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Notices that another server answers than the one that the evidence speaks of: a replica that has taken over may lack what
 * was committed last, and so may a server that was started again and whose commits are not durable. What is known of the
 * servers is kept among the records, so that a change while no process looked is noticed as well.
 */
final class ServerWatch {
    private static final String KIND = "server";
    private static final Duration JITTER = Duration.ofMillis(1_500);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Databases databases;
    private final Records records;

    ServerWatch(Databases databases, Records records) {
        this.databases = databases;
        this.records = records;
    }

    /** Returns what has happened to a side since the last look, if it voids evidence. Call {@link #accept} afterwards. */
    Optional<String> look(Side side) throws SQLException {
        String known = records.read(KIND).get(side.name());
        ServerFacts now = facts(side);
        if (known == null) {
            records.put(KIND, side.name(), JSON.writeValueAsString(now));
            return Optional.empty();
        }
        return happened(side, JSON.readValue(known, ServerFacts.class), now);
    }

    /** Takes the server that answers now for the one that evidence speaks of from here on. */
    void accept(Side side) throws SQLException {
        records.put(KIND, side.name(), JSON.writeValueAsString(facts(side)));
    }

    private ServerFacts facts(Side side) throws SQLException {
        return Transactions.in(databases, side, databases.dialect(side)::facts);
    }

    static Optional<String> happened(Side side, ServerFacts before, ServerFacts now) {
        if (!before.identity().equals(now.identity())) {
            return Optional.of("another server answers as the " + side.label());
        }
        if (!before.timeline().equals(now.timeline())) {
            return Optional.of("the " + side.label() + " has gone from timeline " + before.timeline() + " to "
                    + now.timeline() + ": a replica has taken over, or the server was restored");
        }
        boolean restarted =
                Duration.between(before.startedAt(), now.startedAt()).abs().compareTo(JITTER) > 0;
        return restarted && !(before.durable() && now.durable())
                ? Optional.of("the " + side.label() + " was started again, and its commits are not durable")
                : Optional.empty();
    }
}
