package dev.movex.springboot.embed;

import dev.movex.scheduler.Transition;

/**
 * A move was made. Published as an application event.
 *
 * @param migration the name of the migration
 * @param move what was made, by whom and why
 */
public record MoveCompleted(String migration, Transition move) {}
