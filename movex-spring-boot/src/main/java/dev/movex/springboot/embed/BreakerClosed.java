package dev.movex.springboot.embed;

/**
 * The secondary answers again. Published as an application event.
 *
 * @param migration the name of the migration
 */
public record BreakerClosed(String migration) {}
