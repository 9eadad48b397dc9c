package dev.movex.testkit.ledger;

import java.util.ArrayList;
import java.util.List;

/** Counts findings and keeps the first ones in words. Thread-safe. */
final class Findings {
    private static final int KEPT = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    synchronized void add(String text) {
        count++;
        if (first.size() < KEPT) {
            first.add(text);
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> first() {
        return List.copyOf(first);
    }
}
