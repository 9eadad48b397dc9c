package dev.movex.core.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an application process is doing, as it last told.
 *
 * @param breaker whether it tries the secondary: {@code closed}, {@code half_open} or {@code open}; {@code unknown} if it
 *     has not told
 * @param journalRows how many keys wait in the primary's journal, as it sees it; −1 if it has not told
 * @param journalAgeMillis how long the oldest of them waits, in milliseconds
 * @param reach per side, {@code src} and {@code dst}, {@code ok} or what is wrong with its own connections
 */
public record MemberHealth(String breaker, long journalRows, long journalAgeMillis, Map<String, String> reach) {
    /** Nothing was told. */
    public static final MemberHealth UNKNOWN = new MemberHealth("unknown", -1, 0, Map.of());

    private static final String BREAKER = "breaker";
    private static final String ROWS = "journal_rows";
    private static final String AGE = "journal_age_ms";

    public MemberHealth {
        reach = Map.copyOf(reach);
    }

    /** Adds the health to the counters that a member tells; a release that does not know it passes over it. */
    public void addTo(Map<String, Object> metrics) {
        metrics.put(BREAKER, breaker);
        metrics.put(ROWS, journalRows);
        metrics.put(AGE, journalAgeMillis);
    }

    /** Returns the health that {@link #addTo} added, as far as it is there. */
    public static MemberHealth of(Map<String, Object> metrics, Map<String, String> reach) {
        return new MemberHealth(
                String.valueOf(metrics.getOrDefault(BREAKER, UNKNOWN.breaker())),
                number(metrics.get(ROWS), UNKNOWN.journalRows()),
                number(metrics.get(AGE), UNKNOWN.journalAgeMillis()),
                reach);
    }

    private static long number(@Nullable Object told, long otherwise) {
        return told instanceof Number number ? number.longValue() : otherwise;
    }
}
