package dev.movex.core.control.explore;

import dev.movex.core.Pattern;
import dev.movex.core.Side;

/**
 * A transaction of the application.
 *
 * @param pattern what it began under
 * @param epoch the epoch that it began under
 * @param phase how far it has come
 */
record Transaction(Pattern pattern, long epoch, Phase phase) {
    /** How far a transaction has come. */
    enum Phase {
        /** The application's statements are done on the primary; nothing was checked. Alone, no session is at hand yet. */
        BEGUN,
        /** A session of the side that is written alone is at hand: nothing but its end keeps it from committing. */
        ALONE,
        /** As before, and the secondary could not be reached, so that it is left to the journal. */
        BEGUN_ALONE,
        /** The secondary's fence is passed and the secondary is written. */
        SECONDARY_WRITTEN,
        /** The primary has committed and the application knows; the secondary has not. */
        COMMITTED
    }

    Transaction in(Phase next) {
        return new Transaction(pattern, epoch, next);
    }

    /** Returns whether it keeps others from closing or raising the side. */
    boolean holds(Side side) {
        if (!pattern.dual()) {
            return false; // a side that is written alone has no fence
        }
        // the primary's is passed and left in one move
        boolean written = phase == Phase.SECONDARY_WRITTEN || phase == Phase.COMMITTED;
        return written && side == pattern.secondary();
    }
}
