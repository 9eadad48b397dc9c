package dev.movex.core.control;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import org.jspecify.annotations.Nullable;

/**
 * What one database knows of a migration. At most one side's row is open.
 *
 * @param side the database that holds the row
 * @param epoch the number of the last change of pattern that this side has seen
 * @param pattern the pattern of that epoch
 * @param open whether writes of the application may be committed first on this side
 * @param state the migration's state as of that epoch
 * @param intent the change that is under way; null if none
 */
public record ControlRow(
        Side side,
        long epoch,
        Pattern pattern,
        boolean open,
        MigrationState state,
        @Nullable Intent intent) {

    /** Returns the row with another intent. */
    public ControlRow withIntent(@Nullable Intent other) {
        return new ControlRow(side, epoch, pattern, open, state, other);
    }

    /** Returns the row, closed. */
    public ControlRow closed() {
        return new ControlRow(side, epoch, pattern, false, state, intent);
    }

    /** Returns the row raised to another epoch. */
    public ControlRow raised(long toEpoch, Pattern toPattern, boolean toOpen, MigrationState toState) {
        return new ControlRow(side, toEpoch, toPattern, toOpen, toState, intent);
    }
}
