package dev.movex.doublewrite;

import dev.movex.core.control.AuditReport;
import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.StatementClass;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the application sends, and how it would be mirrored while two databases are written. Recorded in every pattern.
 * Texts are kept without values and up to a limit; the shares of the classes count all. Thread-safe.
 */
public final class SqlAudit {
    private static final int MAX_TEXTS = 5000;
    /** The gate asks for denied texts, so that others must not keep them out. */
    private static final int ROOM_FOR_DENIED = 1000;

    private static final int MAX_LENGTH = 2000;

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

    /** Returns all of it, for other processes. */
    AuditReport report() {
        Map<String, Double> named = new TreeMap<>();
        shares().forEach((kind, share) -> named.put(name(kind), share));
        List<AuditReport.Text> shown = entries().stream()
                .map(e -> new AuditReport.Text(e.sql(), name(e.kind()), e.reason(), e.tables(), e.count()))
                .toList();
        return new AuditReport(named, shown, dropped());
    }

    private static String name(StatementClass kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns how many statements were counted under their class alone because the limit of texts was reached. */
    public long dropped() {
        return dropped.sum();
    }

    /** Returns what counts a text each time that it is sent. */
    Seen seen(Classified classified) {
        String text = shortened(classified.shown());
        Seen known = texts.get(text);
        if (known != null && known.kind == classified.kind()) {
            return known;
        }
        boolean denied = classified.kind() == StatementClass.DENIED;
        boolean room = known != null || texts.size() < MAX_TEXTS + (denied ? ROOM_FOR_DENIED : 0);
        Seen seen = new Seen(text, classified, room ? null : dropped, ofClass(classified.kind()));
        if (room) {
            texts.put(text, seen);
        }
        return seen;
    }

    /** Returns how many statements of a class were sent. */
    long count(StatementClass kind) {
        return ofClass(kind).sum();
    }

    private LongAdder ofClass(StatementClass kind) {
        return Objects.requireNonNull(classes.get(kind));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + " …";
    }

    /** Counts one text. Keeps nothing that is as long as the text of the application may be. */
    static final class Seen {
        private final String text;
        private final StatementClass kind;
        private final String reason;
        private final List<String> tables;
        private final @Nullable LongAdder dropped;
        private final LongAdder ofClass;
        private final LongAdder count = new LongAdder();

        Seen(String text, Classified classified, @Nullable LongAdder dropped, LongAdder ofClass) {
            this.text = text;
            this.kind = classified.kind();
            this.reason = classified.reason();
            this.tables = classified.tables();
            this.dropped = dropped;
            this.ofClass = ofClass;
        }

        void count() {
            count.increment();
            ofClass.increment();
            if (dropped != null) {
                dropped.increment();
            }
        }

        private Entry entry() {
            return new Entry(text, kind, reason, tables, count.sum());
        }
    }
}
