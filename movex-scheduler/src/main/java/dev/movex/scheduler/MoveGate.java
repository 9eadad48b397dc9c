package dev.movex.scheduler;

import dev.movex.core.MigrationState;

/**
 * A gate that another module adds: something that must hold before a state is entered and that the scheduler knows nothing
 * of. Asked on every look at the status, so that it must answer within a second or so. Implementations are thread-safe.
 */
public interface MoveGate {
    /** Returns whether the gate has a say in a legal move. */
    boolean guards(MigrationState from, MigrationState to);

    /** Says whether the move may be made, with the reason. An exception counts as a no. */
    GateResult ask(MigrationState from, MigrationState to) throws Exception;
}
