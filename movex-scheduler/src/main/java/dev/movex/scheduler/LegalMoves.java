package dev.movex.scheduler;

import static dev.movex.core.MigrationState.COMPLETED;
import static dev.movex.core.MigrationState.DST_FIRST;
import static dev.movex.core.MigrationState.DST_ONLY;
import static dev.movex.core.MigrationState.INITIAL;
import static dev.movex.core.MigrationState.SRC_FIRST;
import static dev.movex.core.MigrationState.SRC_ONLY;

import dev.movex.core.MigrationState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The moves that the state machine knows. Every state but the first and the last has a way on and a way back. */
public final class LegalMoves {
    private static final Map<MigrationState, List<MigrationState>> MOVES = Map.of(
            INITIAL, List.of(SRC_ONLY),
            SRC_ONLY, List.of(SRC_FIRST),
            SRC_FIRST, List.of(DST_FIRST, SRC_ONLY),
            DST_FIRST, List.of(DST_ONLY, SRC_FIRST),
            DST_ONLY, List.of(COMPLETED, DST_FIRST),
            COMPLETED, List.of());

    private LegalMoves() {}

    /** Returns the states that can be entered from the given one; the way on comes first. */
    public static List<MigrationState> from(MigrationState state) {
        return MOVES.getOrDefault(state, List.of());
    }

    /** Returns the next state on the way from one to another, forth or back; none if there is no way or it is reached. */
    static Optional<MigrationState> towards(MigrationState from, MigrationState to) {
        return from(from).stream()
                .filter(next -> to.ordinal() > from.ordinal()
                        ? next.ordinal() > from.ordinal()
                        : to != from && next.ordinal() < from.ordinal())
                .findFirst();
    }

    /** Returns whether a move goes on; false if it goes back. */
    static boolean goesOn(MigrationState from, MigrationState to) {
        return to.ordinal() > from.ordinal();
    }
}
