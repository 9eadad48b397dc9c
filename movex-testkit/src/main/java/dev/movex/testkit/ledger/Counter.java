package dev.movex.testkit.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The value that a shared row must have: what it began with and all that was added. Thread-safe. */
final class Counter {
    private static final int EXACT_UP_TO = 16;

    private final BigDecimal initial;
    private final String maskedLine;
    private BigDecimal added = BigDecimal.ZERO;
    private final List<BigDecimal> uncertain = new ArrayList<>();

    Counter(BigDecimal initial, String maskedLine) {
        this.initial = initial;
        this.maskedLine = maskedLine;
    }

    String maskedLine() {
        return maskedLine;
    }

    synchronized void add(BigDecimal delta) {
        added = added.add(delta);
    }

    synchronized void addUncertain(BigDecimal delta) {
        uncertain.add(delta);
    }

    synchronized BigDecimal added() {
        return added;
    }

    synchronized List<BigDecimal> uncertain() {
        return List.copyOf(uncertain);
    }

    /** Returns whether the value is the acknowledged sum plus some of the uncertain additions. */
    synchronized boolean explains(BigDecimal value) {
        BigDecimal rest = value.subtract(initial).subtract(added);
        if (uncertain.size() > EXACT_UP_TO) {
            return rest.compareTo(sum(-1)) >= 0 && rest.compareTo(sum(1)) <= 0;
        }
        return someOf(rest, 0);
    }

    private boolean someOf(BigDecimal rest, int from) {
        if (rest.signum() == 0) {
            return true;
        }
        return from < uncertain.size()
                && (someOf(rest, from + 1) || someOf(rest.subtract(uncertain.get(from)), from + 1));
    }

    private BigDecimal sum(int sign) {
        return uncertain.stream().filter(delta -> delta.signum() == sign).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
