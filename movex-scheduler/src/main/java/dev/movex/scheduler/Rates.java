package dev.movex.scheduler;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * What went wrong in one window.
 *
 * @param transactions transactions that wrote both sides
 * @param secondaryErrors the share of those whose write of the secondary failed
 * @param mismatches the share of those that met fewer rows on the secondary
 * @param primaryErrors the greater one of the shares of commits that the primary failed and of looks at it that failed
 */
public record Rates(
        @JsonProperty("transactions") long transactions,
        @JsonProperty("secondary_errors") double secondaryErrors,
        @JsonProperty("mismatches") double mismatches,
        @JsonProperty("primary_errors") double primaryErrors) {
    /** Nothing was counted yet. */
    static final Rates NONE = new Rates(0, 0, 0, 0);

    /** Returns the first rate above its limit, in words. */
    Optional<String> crossed(RateLimits limits, double share) {
        if (primaryErrors > limits.primaryErrors() * share) {
            return Optional.of(words("primary error rate", primaryErrors, limits.primaryErrors()));
        }
        if (transactions < limits.leastTransactions()) {
            return Optional.empty();
        }
        if (secondaryErrors > limits.secondaryErrors() * share) {
            return Optional.of(words("secondary error rate", secondaryErrors, limits.secondaryErrors()));
        }
        return mismatches > limits.mismatches() * share
                ? Optional.of(words("mismatch rate", mismatches, limits.mismatches()))
                : Optional.empty();
    }

    private String words(String name, double rate, double limit) {
        return String.format(
                Locale.ROOT, "%s %.4f above its limit %.4f over %d transactions", name, rate, limit, transactions);
    }
}
