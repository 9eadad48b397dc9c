package dev.movex.core.control;

import dev.movex.core.Pattern;
import dev.movex.core.Side;

/**
 * The right to write the secondary from the primary: which side is the base, and what both fences must show for as long
 * as the right lasts. Whoever holds it proves it again in each transaction.
 *
 * @param base the side that is taken as the truth
 * @param baseFence what the base's control row must show
 * @param otherFence what the other side's control row must show
 */
public record Authority(Side base, SideFence baseFence, SideFence otherFence) {

    /** Returns the authority while a pattern holds: the primary is open, the secondary closed, both at one epoch. */
    public static Authority under(Pattern pattern, long epoch) {
        return new Authority(
                pattern.primary(),
                new SideFence(pattern.primary(), epoch, true),
                new SideFence(pattern.secondary(), epoch, false));
    }

    /** Returns the authority to drain the journal of a primary that has been closed, inside a change of pattern. */
    public static Authority draining(Side oldPrimary, long oldEpoch, long newEpoch) {
        return new Authority(
                oldPrimary,
                new SideFence(oldPrimary, oldEpoch, false),
                new SideFence(oldPrimary.other(), newEpoch, false));
    }

    /** Returns the fence of the given side. */
    public SideFence fence(Side side) {
        return baseFence.side() == side ? baseFence : otherFence;
    }
}
