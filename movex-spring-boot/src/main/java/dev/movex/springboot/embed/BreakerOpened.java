package dev.movex.springboot.embed;

/**
 * Writers have stopped waiting for a secondary that does not answer. Their keys are in the journal. Published as an application event.
 *
 * @param migration the name of the migration
 */
public record BreakerOpened(String migration) {}
