package dev.movex.core.control;

import dev.movex.core.Pattern;
import java.util.Set;

/**
 * What a member works under. A transaction keeps the assignment that it began with.
 *
 * @param pattern who is written
 * @param epoch the epoch that the fence must show
 * @param proven the tables whose copy is proven: their updates may be replayed, all others go as images
 */
public record Assignment(Pattern pattern, long epoch, Set<String> proven) {
    public Assignment {
        proven = Set.copyOf(proven);
    }
}
