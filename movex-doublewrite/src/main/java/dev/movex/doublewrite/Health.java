package dev.movex.doublewrite;

import dev.movex.core.Side;
import java.util.Map;

/**
 * How a {@link MovexDataSource} is.
 *
 * @param sides each database: empty if a connection of its pool works, otherwise what is wrong
 * @param journalDepth the number of journal rows on the primary; −1 if it is not known
 * @param breaker whether the secondary is tried
 */
public record Health(Map<Side, String> sides, long journalDepth, BreakerState breaker) {
    public Health {
        sides = Map.copyOf(sides);
    }

    /** Returns whether the side that answers the application works. */
    public boolean works(Side side) {
        return sides.getOrDefault(side, "").isEmpty();
    }
}
