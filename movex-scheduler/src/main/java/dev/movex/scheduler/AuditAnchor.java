package dev.movex.scheduler;

/**
 * A place in a chain.
 *
 * @param number the entry's number
 * @param hash its hash
 */
public record AuditAnchor(long number, String hash) {}
