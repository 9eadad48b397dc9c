package dev.movex.scheduler;

/**
 * One line of a migration's durable log.
 *
 * @param id its number; later lines have higher ones
 * @param body the JSON that was written
 */
public record LogEntry(long id, String body) {}
