package dev.movex.scheduler;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the last runs of this process: who started them, and how they ended. Thread-safe. */
final class RunBook {
    private static final Logger LOG = LoggerFactory.getLogger(RunBook.class);
    private static final int KEPT = 500;

    private final Clock clock;
    private final Map<String, RunInfo> runs = new LinkedHashMap<>();

    RunBook(Clock clock) {
        this.clock = clock;
    }

    /** Work that is told its own id. */
    @FunctionalInterface
    interface Work {
        void run(String id, BooleanSupplier cancelled) throws Exception;
    }

    /** Starts the work in the background and returns its id. */
    String start(BackgroundRun run, String kind, String who, Work work) {
        String id = kind + "-" + UUID.randomUUID().toString().substring(0, 8);
        synchronized (this) { // so that the book is written before the work can end
            run.start(cancelled -> noted(id, work, cancelled));
            begin(id, kind, who);
        }
        return id;
    }

    /** Notes work that is done on the caller's thread, and returns its id. */
    synchronized String begin(String kind, String who) {
        String id = kind + "-" + UUID.randomUUID().toString().substring(0, 8);
        begin(id, kind, who);
        return id;
    }

    private synchronized void begin(String id, String kind, String who) {
        LOG.info("{} started by {}", id, who);
        runs.put(id, new RunInfo(id, kind, who, clock.instant(), null, "running", null));
        if (runs.size() > KEPT) {
            runs.values().stream().filter(r -> !r.running()).findFirst().ifPresent(oldest -> runs.remove(oldest.id()));
        }
    }

    void noted(String id, Work work, BooleanSupplier cancelled) throws Exception {
        try {
            work.run(id, cancelled);
            end(id, cancelled.getAsBoolean() ? "stopped" : "done", null);
        } catch (InterruptedException e) {
            end(id, "stopped", null);
            throw e;
        } catch (Exception e) {
            end(id, "failed", said(e));
            throw e;
        }
    }

    /** An error of a database may quote values: its state alone is told. */
    static String said(Exception error) {
        return error instanceof SQLException sql ? "SQLState " + sql.getSQLState() : String.valueOf(error.getMessage());
    }

    private synchronized void end(String id, String state, @Nullable String error) {
        RunInfo run = runs.get(id);
        if (run != null) {
            runs.put(id, new RunInfo(id, run.kind(), run.startedBy(), run.startedAt(), clock.instant(), state, error));
        }
    }

    /** Returns the runs, the latest last. */
    synchronized List<RunInfo> all() {
        return new ArrayList<>(runs.values());
    }

    synchronized Optional<RunInfo> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }
}
