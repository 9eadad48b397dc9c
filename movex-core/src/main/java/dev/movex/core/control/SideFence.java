package dev.movex.core.control;

import dev.movex.core.Side;

/**
 * What a writer expects one side's control row to show.
 *
 * @param side the side
 * @param epoch its epoch
 * @param open whether it is open to writes of the application
 */
public record SideFence(Side side, long epoch, boolean open) {}
