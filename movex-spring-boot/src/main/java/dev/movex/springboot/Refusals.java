package dev.movex.springboot;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.access.DatabaseUnavailable;
import dev.movex.scheduler.MoveRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a handler throws into an answer. What is not meant for callers goes to the log alone. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** What the present state of the migration does not allow; nothing has changed, and it may be allowed later. */
    private static final Set<String> CONFLICTS = Set.of(
            "ALREADY_RUNNING", "NOT_RUNNING", "NOT_PAUSED", "NOT_DUAL", "NOT_INSTALLED", "COMPLETED", "FOLLOW_BY_HAND");

    /** A database did not answer; nothing, or a part, was done. */
    private static final Set<String> FAILED = Set.of("REPAIR_FAILED", "NOT_WRITTEN", "MIGRATION_UNREADABLE");

    /** What was named and is not there. */
    private static final Set<String> MISSING =
            Set.of("NO_SUCH_RUN", "NO_SUCH_TABLE", "NO_SUCH_MIGRATION", "UNKNOWN_KEY");

    private Refusals() {}

    static Reply of(Exception error) {
        if (error instanceof RefusedCallException refused) {
            return refused.reply();
        }
        if (error instanceof MoveRefusedException refused) {
            return moveRefused(refused);
        }
        if (error instanceof DatabaseUnavailable unavailable) {
            return new Reply(503, Reply.FAILURE, said(unavailable), data(unavailable));
        }
        if (error instanceof MovexException known) {
            return known(known);
        }
        LOG.error("a call failed", error);
        return Reply.failed(500, "INTERNAL", "The call failed; the cause is in the log of the server.");
    }

    private static Reply known(MovexException error) {
        if (MISSING.contains(error.code())) {
            return new Reply(404, Reply.REFUSAL, said(error), data(error));
        }
        if (CONFLICTS.contains(error.code())) {
            return new Reply(409, Reply.REFUSAL, said(error), data(error));
        }
        if (FAILED.contains(error.code())) {
            return new Reply(503, Reply.FAILURE, said(error), data(error));
        }
        if (error.code().equals("STOPS_SLOWLY")) {
            return Reply.accepted(said(error), Map.of("error", error.code()));
        }
        LOG.warn("a call failed", error);
        return new Reply(500, Reply.FAILURE, said(error), data(error));
    }

    private static Reply moveRefused(MoveRefusedException error) {
        Map<String, Object> data = new LinkedHashMap<>(data(error));
        data.put("legal", error.legal().stream().map(MigrationState::wire).toList());
        data.put("gates", error.gates());
        return new Reply(409, Reply.REFUSAL, said(error), data);
    }

    private static Map<String, Object> data(MovexException error) {
        return Map.of("error", error.code(), "remedy", error.remedy());
    }

    private static String said(MovexException error) {
        return error.problem() + " " + error.remedy();
    }
}
