package dev.movex.scheduler;

/**
 * Where a counter stands on both sides.
 *
 * @param counter its column with the table, or the sequence, by the source's names
 * @param source the value that the source gave out last
 * @param target the value that the target gave out last
 * @param ahead how many keys the secondary's is ahead of the primary's; negative if it is behind, as it is until a change of
 *     the primary raises it
 * @param headroom how many keys a change of the primary leaves out
 */
public record CounterState(String counter, long source, long target, long ahead, long headroom) {}
