package dev.movex.cli;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;

/**
 * A migration's control row as one side has it.
 *
 * @param name the migration
 * @param epoch the number of the last change of pattern that the side has seen
 * @param pattern the pattern of that epoch
 * @param open whether the side takes writes of the application first
 * @param state the state as of that epoch
 * @param changing whether a change of pattern is under way
 */
record InstalledMigration(
        String name, long epoch, Pattern pattern, boolean open, MigrationState state, boolean changing) {

    @Override
    public String toString() {
        return "migration " + name + ": state " + state.wire() + ", epoch " + epoch + ", " + (open ? "open" : "closed")
                + (changing ? ", a change of pattern is under way" : "");
    }
}
