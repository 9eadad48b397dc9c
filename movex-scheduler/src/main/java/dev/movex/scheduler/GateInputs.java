package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.plan.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the gates look at, read freshly for each decision.
 *
 * @param state the present state
 * @param inState since when
 * @param health per side {@code ok} or the error
 * @param problems what preflight finds; asked for only where a gate needs it
 * @param journalRows journal rows that are pending on the primary
 * @param deadLetters keys that repair gave up on
 * @param undrained whether a member still has a transaction open that began under an older epoch
 */
record GateInputs(
        MigrationState state,
        Duration inState,
        Map<String, String> health,
        List<Problem> problems,
        long journalRows,
        long deadLetters,
        boolean undrained) {}
