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

    /** Returns whether a move goes on; false if it goes back. */
    static boolean goesOn(MigrationState from, MigrationState to) {
        return to.ordinal() > from.ordinal();
    }
}
