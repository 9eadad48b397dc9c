package dev.movex.core.copy;

import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Knows which chunks of a table are planned and which are done, and keeps the cursor. A worker has its chunk written down
 * before it begins another one, so that after a crash each worker repeats one chunk at the most. Thread-safe.
 */
final class CopyLedger {
    private final Saved saved;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<CopyWay, Long> ways = new EnumMap<>(CopyWay.class);
    private CopyCursor cursor;

    CopyLedger(CopyCursor from, Saved saved) {
        this.cursor = from;
        this.saved = saved;
    }

    /** Keeps a cursor. */
    interface Saved {
        void save(CopyCursor cursor) throws SQLException;
    }

    /** A range in the order of keys. */
    static final class Entry {
        private final KeyRange range;
        private boolean done;

        private Entry(KeyRange range, boolean done) {
            this.range = range;
            this.done = done;
        }
    }

    /** Notes a range that follows the last one. */
    synchronized Entry plan(KeyRange range) {
        Entry entry = new Entry(range, false);
        entries.add(entry);
        return entry;
    }

    /** Notes a range that follows the last one and was done by an earlier call. */
    synchronized void doneBefore(KeyRange range) {
        entries.add(new Entry(range, true));
    }

    /** Saves that a chunk is committed; returns the cursor. */
    synchronized CopyCursor done(Entry entry, Chunk chunk) throws SQLException {
        entry.done = true;
        ways.merge(chunk.copied().way(), 1L, Long::sum);
        List<String> after = cursor.after();
        boolean complete = false;
        while (!entries.isEmpty() && entries.element().done) {
            RowKey upTo = entries.remove().range.upTo();
            after = upTo == null ? null : upTo.values();
            complete = upTo == null;
        }
        List<CopyCursor.Range> ahead = new ArrayList<>();
        entries.stream().filter(e -> e.done).forEach(e -> ahead.add(CopyCursor.Range.of(e.range)));
        cursor = new CopyCursor(after, complete, cursor.rows() + chunk.copied().rows(), cursor.chunks() + 1, ahead);
        saved.save(cursor);
        return cursor;
    }

    synchronized CopyCursor cursor() {
        return cursor;
    }

    /** Returns how many chunks have gone which way. */
    synchronized Map<CopyWay, Long> ways() {
        return Map.copyOf(ways);
    }
}
