package dev.movex.scheduler;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Counts what was done, durably: a new process goes on counting where the last one stopped. Thread-safe. */
final class Tally {
    private static final String KIND = "tally";
    private static final int ERRORS_KEPT = 50;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Records records;
    final AtomicLong fullRuns = new AtomicLong();
    final AtomicLong windows = new AtomicLong();
    final AtomicLong discrepancies = new AtomicLong();
    final AtomicLong rowsCopied = new AtomicLong();
    final AtomicLong repaired = new AtomicLong();
    final AtomicLong deadLetters = new AtomicLong();
    final AtomicLong events = new AtomicLong();
    private final Map<String, AtomicLong> repairedByTable = new ConcurrentHashMap<>();
    private volatile @Nullable Instant startedAt;
    private volatile @Nullable String lastError;
    private final Deque<LastError> errors = new ConcurrentLinkedDeque<>();

    Tally(Records records) {
        this.records = records;
    }

    private record Saved(
            @Nullable Instant startedAt,
            long fullRuns,
            long windows,
            long discrepancies,
            long rowsCopied,
            long repaired,
            long deadLetters,
            long events,
            @Nullable String lastError,
            @Nullable Map<String, Long> repairedByTable) {}

    void load() throws SQLException {
        String body = records.read(KIND).get(KIND);
        if (body == null) {
            return;
        }
        Saved saved = JSON.readValue(body, Saved.class);
        startedAt = saved.startedAt();
        fullRuns.set(saved.fullRuns());
        windows.set(saved.windows());
        discrepancies.set(saved.discrepancies());
        rowsCopied.set(saved.rowsCopied());
        repaired.set(saved.repaired());
        deadLetters.set(saved.deadLetters());
        events.set(saved.events());
        lastError = saved.lastError();
        repairedByTable.clear();
        if (saved.repairedByTable() != null) {
            saved.repairedByTable().forEach((table, rows) -> repairedByTable.put(table, new AtomicLong(rows)));
        }
    }

    void save() throws SQLException {
        Saved saved = new Saved(
                startedAt,
                fullRuns.get(),
                windows.get(),
                discrepancies.get(),
                rowsCopied.get(),
                repaired.get(),
                deadLetters.get(),
                events.get(),
                lastError,
                repairedByTable());
        records.put(KIND, KIND, JSON.writeValueAsString(saved));
    }

    void repairedRow(String table) {
        repairedByTable.computeIfAbsent(table, name -> new AtomicLong()).incrementAndGet();
    }

    /** Returns how many rows that events named were settled by repair, by table. */
    Map<String, Long> repairedByTable() {
        Map<String, Long> rows = new TreeMap<>();
        repairedByTable.forEach((table, count) -> rows.put(table, count.get()));
        return rows;
    }

    void started(Instant at) {
        startedAt = at;
    }

    void error(LastError error) {
        lastError = error.where() + ": " + error.what();
        errors.addFirst(error);
        while (errors.size() > ERRORS_KEPT) {
            errors.pollLast();
        }
    }

    /** Returns the last errors that this process has seen, the latest first. */
    List<LastError> errors() {
        return List.copyOf(errors);
    }

    MigrationStats stats(String state, long journalRows, long journalAgeMillis) {
        return new MigrationStats(
                startedAt,
                state,
                fullRuns.get(),
                windows.get(),
                discrepancies.get(),
                lastError,
                rowsCopied.get(),
                repaired.get(),
                deadLetters.get(),
                events.get(),
                journalRows,
                journalAgeMillis);
    }
}
