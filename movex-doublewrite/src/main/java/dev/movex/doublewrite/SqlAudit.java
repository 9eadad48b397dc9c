package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.StatementClass;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the application sends, and how it would be mirrored while two databases are written. Recorded in every pattern.
 * Texts are kept without values and up to a limit; the shares of the classes count all. Thread-safe.
 */
public final class SqlAudit {
    private static final int MAX_TEXTS = 5000;

    private final Map<String, Seen> texts = new ConcurrentHashMap<>();
    private final Map<StatementClass, LongAdder> classes = new EnumMap<>(StatementClass.class);
    private final LongAdder dropped = new LongAdder();

    SqlAudit() {
        for (StatementClass each : StatementClass.values()) {
            classes.put(each, new LongAdder());
        }
    }

    /**
     * A text that the application sent.
     *
     * @param sql the text without values
     * @param kind the class it has while two databases are written
     * @param reason why
     * @param tables the planned tables that it writes
     * @param count how often it was sent
     */
    public record Entry(String sql, StatementClass kind, String reason, List<String> tables, long count) {}

    /** Returns the texts: denied ones first, then images, then the rest; the most frequent first within a class. */
    public List<Entry> entries() {
        return texts.values().stream()
                .map(Seen::entry)
                .sorted(Comparator.<Entry>comparingInt(e -> rank(e.kind()))
                        .thenComparing(Comparator.comparingLong(Entry::count).reversed()))
                .toList();
    }

    private static int rank(StatementClass kind) {
        return switch (kind) {
            case DENIED -> 0;
            case IMAGE -> 1;
            case REPLAY -> 2;
            case TRANSACTION_CONTROL -> 3;
            case PRIMARY_ONLY -> 4;
        };
    }

    /** Returns the texts that are refused while two databases are written. */
    public List<Entry> denied() {
        return entries().stream().filter(e -> e.kind() == StatementClass.DENIED).toList();
    }

    /** Returns the share of each class among all statements so far, between 0 and 1. */
    public Map<StatementClass, Double> shares() {
        double all =
                Math.max(1, classes.values().stream().mapToLong(LongAdder::sum).sum());
        Map<StatementClass, Double> shares = new EnumMap<>(StatementClass.class);
        classes.forEach((kind, count) -> shares.put(kind, count.sum() / all));
        return shares;
    }

    /** Returns how many statements were counted under their class alone because the limit of texts was reached. */
    public long dropped() {
        return dropped.sum();
    }

    /** Returns what counts a text each time that it is sent. */
    Seen seen(Classified classified) {
        Seen known = texts.get(classified.shown());
        if (known != null && known.classified.kind() == classified.kind()) {
            return known;
        }
        Seen seen = new Seen(classified, Objects.requireNonNull(classes.get(classified.kind())));
        if (texts.size() < MAX_TEXTS || known != null) {
            texts.put(classified.shown(), seen);
        } else {
            dropped.increment();
        }
        return seen;
    }

    /** Counts one text. */
    static final class Seen {
        private final Classified classified;
        private final LongAdder ofClass;
        private final LongAdder count = new LongAdder();

        Seen(Classified classified, LongAdder ofClass) {
            this.classified = classified;
            this.ofClass = ofClass;
        }

        void count() {
            count.increment();
            ofClass.increment();
        }

        private Entry entry() {
            return new Entry(
                    classified.shown(), classified.kind(), classified.reason(), classified.tables(), count.sum());
        }
    }
}
