package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.plan.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gates look at, read freshly for each decision.
 *
 * @param state the present state
 * @param inState since when
 * @param health per side {@code ok} or the error
 * @param problems what preflight finds; asked for only where a gate needs it
 * @param journalRows journal rows that are pending on the primary
 * @param deadLetters keys that repair gave up on
 * @param queuedEvents inconsistencies that were found and wait for their repair; -1 if nobody can tell
 * @param changeLog whether the base's change log has been read up to now; empty if nobody is to read it
 * @param follows whether the base's log stands in for double writers
 * @param epoch the number of the last change of pattern
 * @param taken which tables another migration claims as well; empty if none
 * @param planChanged whether the definition of tables was changed since this process read its plan
 * @param rates what went wrong in the last window
 * @param rehearsed when the authority was last moved back and forth; empty if never
 * @param undrained whether a member still has a transaction open that began under an older epoch
 * @param unknownSessions what was found of sessions that belong to no member; empty where no gate asks for it
 */
record GateInputs(
        MigrationState state,
        Duration inState,
        Map<String, String> health,
        List<Problem> problems,
        long journalRows,
        long deadLetters,
        long queuedEvents,
        Optional<GateResult> changeLog,
        boolean follows,
        long epoch,
        String taken,
        boolean planChanged,
        Rates rates,
        String rehearsed,
        boolean undrained,
        Optional<GateResult> unknownSessions) {}
