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
    private static final Set<String> CONFLICTS = Set.of("ALREADY_RUNNING", "NOT_RUNNING", "NOT_DUAL", "COMPLETED");

    private Refusals() {}

    static Reply of(Exception error) {
        if (error instanceof RefusedCallException refused) {
            return refused.reply();
        }
        if (error instanceof MoveRefusedException refused) {
            return moveRefused(refused);
        }
        if (error instanceof DatabaseUnavailable unavailable) {
            return Reply.failed(503, unavailable.code(), said(unavailable));
        }
        if (error instanceof MovexException known) {
            return known(known);
        }
        LOG.error("a call failed", error);
        return Reply.failed(500, "INTERNAL", "The call failed; the cause is in the log of the server.");
    }

    private static Reply known(MovexException error) {
        if (CONFLICTS.contains(error.code())) {
            return Reply.refused(409, error.code(), said(error));
        }
        if (error.code().equals("STOPS_SLOWLY")) {
            return Reply.accepted(said(error), Map.of("error", error.code()));
        }
        LOG.warn("a call failed", error);
        return Reply.failed(500, error.code(), said(error));
    }

    private static Reply moveRefused(MoveRefusedException error) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("error", error.code());
        data.put("legal", error.legal().stream().map(MigrationState::wire).toList());
        data.put("gates", error.gates());
        return new Reply(409, Reply.REFUSAL, said(error), data);
    }

    private static String said(MovexException error) {
        return error.problem() + " " + error.remedy();
    }
}
