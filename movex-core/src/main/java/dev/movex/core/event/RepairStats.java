package dev.movex.core.event;

/**
 * What a repair worker has done since it was made.
 *
 * @param taken events taken from the queue
 * @param repaired events whose row was written or deleted
 * @param equal events whose row needed nothing any more
 * @param refused events of a direction that is not the base any more
 * @param dead events that could not be repaired
 */
public record RepairStats(long taken, long repaired, long equal, long refused, long dead) {}
