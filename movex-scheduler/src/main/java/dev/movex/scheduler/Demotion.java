package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.util.Optional;

/**
 * Decides when the migration goes back by itself. A limit must be crossed in several windows in a row; in between a window
 * counts for nothing, and only one at half the limits ends the row, so that a rate about its limit does not play with the
 * authority. Not thread-safe.
 */
final class Demotion {
    private static final double CALM = 0.5;

    private final Automation limits;
    private int bad;

    Demotion(Automation limits) {
        this.limits = limits;
    }

    void restart() {
        bad = 0;
    }

    /**
     * Judges a window that has ended.
     *
     * @param confirmed inconsistencies that were confirmed since the state was entered
     * @return why the migration should go back; empty if it should not
     */
    Optional<String> judge(MigrationState state, Rates rates, long confirmed) {
        if (limits.demoteOnInconsistencies() && state == MigrationState.DST_FIRST && confirmed > 0) {
            return Optional.of(confirmed + " inconsistencies were confirmed since the change of the primary");
        }
        if (!limits.demotion()) {
            return Optional.empty();
        }
        Optional<String> crossed = rates.crossed(limits.rates(), 1);
        if (crossed.isPresent()) {
            bad++;
        } else if (rates.crossed(limits.rates(), CALM).isEmpty()) {
            bad = 0;
        }
        return crossed.filter(reason -> bad >= limits.badWindows())
                .map(reason -> reason + ", " + bad + " windows in a row");
    }
}
