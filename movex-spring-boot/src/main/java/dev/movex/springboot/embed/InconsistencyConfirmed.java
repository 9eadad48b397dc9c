package dev.movex.springboot.embed;

import dev.movex.core.event.InconsistentEvent;

/**
 * A difference was confirmed under locks, and is about to be repaired. Names the row, never its values. Published as an application event.
 *
 * @param migration the name of the migration
 * @param inconsistency which row, and how it differs
 */
public record InconsistencyConfirmed(String migration, InconsistentEvent inconsistency) {}
