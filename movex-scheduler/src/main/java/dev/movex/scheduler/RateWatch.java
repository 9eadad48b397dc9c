package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.control.MemberGroup;
import java.util.Map;

/** Counts what goes wrong, window by window. Thread-safe. */
final class RateWatch {
    private final MemberGroup members;
    private Map<String, Object> last = Map.of();
    private long looks;
    private long failedLooks;
    private volatile Rates rates = Rates.NONE;

    RateWatch(MemberGroup members) {
        this.members = members;
    }

    /** Returns the rates of the last window that has ended. */
    Rates rates() {
        return rates;
    }

    /** Looks at the primary as the members do. */
    synchronized void look(Side primary) {
        looks++;
        if (!members.reach(primary).equals(HealthProbe.OK)) {
            failedLooks++;
        }
    }

    /** Ends a window. A member that has started anew counts from 0: its window says nothing. */
    synchronized Rates turn() {
        Map<String, Object> now = members.metrics();
        long transactions = grown(now, "dual_transactions");
        double looked = looks == 0 ? 0 : (double) failedLooks / looks;
        rates = new Rates(
                transactions,
                share(grown(now, "secondary_failures"), transactions),
                share(grown(now, "secondary_mismatches"), transactions),
                Math.max(looked, share(grown(now, "primary_failures"), transactions)));
        last = now;
        looks = 0;
        failedLooks = 0;
        return rates;
    }

    /** Forgets what was counted: under another pattern it says nothing. */
    synchronized void restart() {
        last = members.metrics();
        looks = 0;
        failedLooks = 0;
        rates = Rates.NONE;
    }

    private long grown(Map<String, Object> now, String name) {
        return Math.max(0, number(now, name) - number(last, name));
    }

    private static long number(Map<String, Object> counts, String name) {
        return counts.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static double share(long part, long of) {
        return of == 0 ? 0 : Math.min(1, (double) part / of);
    }
}
