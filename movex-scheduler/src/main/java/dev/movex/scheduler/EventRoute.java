package dev.movex.scheduler;

import dev.movex.core.event.EventTransport;

/**
 * How confirmed inconsistencies come to their repair when it is not inside the process that found them.
 *
 * @param transport carries them; stays the caller's, who closes it after the migration
 * @param repairers how many repair in this process; 0 if other processes do
 */
public record EventRoute(EventTransport transport, int repairers) {}
