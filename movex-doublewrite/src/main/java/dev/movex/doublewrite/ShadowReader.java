package dev.movex.doublewrite;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.DoubleWriteConfig.ShadowReads;
import dev.movex.doublewrite.sql.ShadowableRead;
import dev.movex.doublewrite.sql.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a share of the application's reads on both databases once more, on a thread of its own, and compares the answers.
 * What differs is looked at again: what counts is only a row that differed in the same way at every look, and that no
 * journal row names, so that a write in flight is no difference. Callers never wait: what does not fit is dropped.
 * Thread-safe.
 */
final class ShadowReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowReader.class);
    private static final int KEPT = 100;
    private static final int KEYS = 20;
    private static final int JOURNAL_ROWS = 10_000;

    private final Engine engine;
    private final ShadowReads limits;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<ShadowDifference> found = new ArrayDeque<>();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(Threads.named("shadow"));

    ShadowReader(Engine engine, ShadowReads limits) {
        this.engine = engine;
        this.limits = limits;
    }

    /** Returns whether this read is one of the share. */
    boolean takes() {
        return limits.oneIn() > 0 && reads.incrementAndGet() % limits.oneIn() == 0;
    }

    /** Takes a read, or drops it if too many are waiting. */
    void offer(ShadowRead read) {
        if (waiting.incrementAndGet() > limits.queue()) {
            waiting.decrementAndGet();
            engine.metrics().count(Metric.SHADOW_DROPPED);
            return;
        }
        try {
            worker.execute(() -> begin(read));
        } catch (RejectedExecutionException e) {
            // closed meanwhile
            waiting.decrementAndGet();
        }
    }

    /** Returns the last differences, the oldest first. */
    List<ShadowDifference> differences() {
        synchronized (found) {
            return List.copyOf(found);
        }
    }

    private void begin(ShadowRead read) {
        boolean goesOn = false;
        try {
            SqlText text = read.names().syntax().read(read.sql(), read.prepared());
            Optional<ShadowableRead> fit = ShadowableRead.of(text, read.names());
            if (fit.isPresent() && comparable(read, fit.get().tables())) {
                goesOn = true;
                look(new Look(read, fit.get(), text.shown()));
            }
        } finally {
            if (!goesOn) {
                waiting.decrementAndGet();
            }
        }
    }

    private boolean comparable(ShadowRead read, List<PlannedTable> tables) {
        SideAccess primary = engine.side(read.names().side());
        SessionDefaults defaults = primary.known();
        boolean plainNames = read.names().hidden().isEmpty()
                && defaults != null
                && read.names().path().equals(defaults.path());
        Set<String> proven = read.assignment().proven();
        return plainNames
                && primary.dialect()
                        .name()
                        .equals(engine.side(read.names().side().other())
                                .dialect()
                                .name())
                && tables.stream()
                        .allMatch(t -> proven.contains(t.name())
                                && !primary.tables().mapped(t)
                                && t.mapping().identity());
    }

    private void look(Look look) {
        boolean again = false;
        try {
            again = compare(look);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A shadow read failed: {}", e.getClass().getSimpleName());
            engine.metrics().count(Metric.SHADOW_FAILED);
        } finally {
            if (!again) {
                waiting.decrementAndGet();
            }
        }
        if (again) {
            try {
                worker.schedule(() -> look(look), limits.pause().toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // closed meanwhile
                waiting.decrementAndGet();
            }
        }
    }

    /** Returns whether it is to be looked at again. */
    private boolean compare(Look look) throws SQLException {
        Assignment now = engine.gate().assignment();
        boolean away = engine.breaker().state() != BreakerState.CLOSED;
        if (away || now.epoch() != look.read.assignment().epoch()) {
            return false;
        }
        Pattern pattern = now.pattern();
        List<String> key = look.key(pattern.primary());
        ShadowAnswer primary = ShadowAnswer.of(engine.side(pattern.primary()), look.read, limits.maxRows(), key);
        ShadowAnswer secondary = ShadowAnswer.of(engine.side(pattern.secondary()), look.read, limits.maxRows(), key);
        if (primary == null || secondary == null) {
            return false;
        }
        boolean differs = look.differs(primary, secondary);
        if (differs && look.looks <= limits.rechecks()) {
            engine.metrics().count(Metric.SHADOW_RECHECKS);
            return true;
        }
        engine.metrics().count(Metric.SHADOW_COMPARED);
        if (differs) {
            judge(look, primary, pattern.primary());
        }
        return false;
    }

    private void judge(Look look, ShadowAnswer answer, Side primary) throws SQLException {
        List<DirtyKey> keys = look.keys(answer);
        if (underWay(look, keys, primary)) {
            engine.metrics().count(Metric.SHADOW_PENDING);
            return;
        }
        boolean order = look.stable.isEmpty();
        engine.metrics().count(order ? Metric.SHADOW_ORDER : Metric.SHADOW_DIFFERENCES);
        List<String> tables = look.fit.tables().stream().map(PlannedTable::name).toList();
        synchronized (found) {
            if (found.size() == KEPT) {
                found.removeFirst();
            }
            found.addLast(
                    new ShadowDifference(look.shown, tables, keys.subList(0, Math.min(KEYS, keys.size())), order));
        }
        LOG.warn("A read of {} is answered differently by the two databases; keys {}", tables, keys);
        engine.completed(keys);
    }

    /** A journal row that names a key, or the table if keys can't be told, says that a write is not there yet. */
    private boolean underWay(Look look, List<DirtyKey> keys, Side primary) throws SQLException {
        SideAccess side = engine.side(primary);
        Set<String> tables = new HashSet<>();
        look.fit.tables().forEach(t -> tables.add(t.name()));
        try (Connection connection = side.pool().getConnection();
                PreparedStatement journal =
                        connection.prepareStatement(side.dialect().control().readJournal())) {
            journal.setString(1, engine.plan().migration());
            journal.setInt(2, JOURNAL_ROWS);
            try (ResultSet rows = journal.executeQuery()) {
                while (rows.next()) {
                    List<DirtyKey> named = KeysJson.read(rows.getString(3));
                    boolean names = keys.isEmpty()
                            ? named.stream().anyMatch(k -> tables.contains(k.table()))
                            : named.stream().anyMatch(keys::contains);
                    if (names) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    /** What has been seen of one read so far. Used by the worker alone. */
    private static final class Look {
        private final ShadowRead read;
        private final ShadowableRead fit;
        private final String shown;
        private int looks;
        private Map<List<@Nullable String>, Integer> stable = Map.of();

        Look(ShadowRead read, ShadowableRead fit, String shown) {
            this.read = read;
            this.fit = fit;
            this.shown = shown;
        }

        /** Keeps what differs as it did at every look before; returns whether that is anything. */
        boolean differs(ShadowAnswer primary, ShadowAnswer secondary) {
            Map<List<@Nullable String>, Integer> now = primary.differences(secondary);
            boolean orderDiffers = now.isEmpty() && fit.ordered() && !primary.sameOrder(secondary);
            if (looks == 0) {
                stable = now;
            } else {
                now.entrySet().retainAll(stable.entrySet());
                boolean wasOrder = stable.isEmpty();
                orderDiffers &= wasOrder;
                stable = now;
            }
            looks++;
            return !stable.isEmpty() || orderDiffers;
        }

        List<String> key(Side side) {
            return fit.tables().size() == 1 ? fit.tables().get(0).on(side).key() : List.of();
        }

        List<DirtyKey> keys(ShadowAnswer answer) {
            List<DirtyKey> keys = new ArrayList<>();
            for (List<@Nullable String> row : stable.keySet()) {
                RowKey key = answer.key(row);
                if (key != null) {
                    DirtyKey dirty = new DirtyKey(fit.tables().get(0).name(), key);
                    if (!keys.contains(dirty)) {
                        keys.add(dirty);
                    }
                }
            }
            return keys;
        }
    }
}
