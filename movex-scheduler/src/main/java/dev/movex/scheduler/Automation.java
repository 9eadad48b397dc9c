package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.time.Duration;

/**
 * What the scheduler may do by itself, and the limits of it.
 *
 * @param promoteUntil the last state that auto-promotion enters
 * @param demotion whether it goes back by itself when a rate crosses its limit
 * @param demoteOnInconsistencies whether inconsistencies that are confirmed after a change of the primary let it go back, too
 * @param rates the limits of the rates, which are gates for going on as well
 * @param window how long the rates are counted before they are held against their limits
 * @param badWindows how many windows in a row must cross a limit before it goes back; a window at half the limit or less ends
 *     the row
 * @param lease after which time without a sign of life of the process that drives auto-migrate another one goes on with it
 */
public record Automation(
        MigrationState promoteUntil,
        boolean demotion,
        boolean demoteOnInconsistencies,
        RateLimits rates,
        Duration window,
        int badWindows,
        Duration lease) {

    /** Returns limits for production: promotes to {@code dst_first}, does not go back by itself. */
    public static Automation standard() {
        return new Automation(
                MigrationState.DST_FIRST,
                false,
                false,
                RateLimits.standard(),
                Duration.ofSeconds(10),
                3,
                Duration.ofSeconds(15));
    }

    /** Returns the same limits with going back by itself allowed or not. */
    public Automation withDemotion(boolean onRates, boolean onInconsistencies) {
        return new Automation(promoteUntil, onRates, onInconsistencies, rates, window, badWindows, lease);
    }

    /** Returns the same limits with another last state of auto-promotion. */
    public Automation withPromotionUntil(MigrationState last) {
        return new Automation(last, demotion, demoteOnInconsistencies, rates, window, badWindows, lease);
    }

    /** Returns the same limits with other times. */
    public Automation withTimes(Duration ratesWindow, int bad, Duration leaseTime) {
        return new Automation(promoteUntil, demotion, demoteOnInconsistencies, rates, ratesWindow, bad, leaseTime);
    }

    /** Returns the same limits with other ones of the rates. */
    public Automation withRates(RateLimits other) {
        return new Automation(promoteUntil, demotion, demoteOnInconsistencies, other, window, badWindows, lease);
    }
}
