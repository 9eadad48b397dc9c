package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.control.ControlRow;
import dev.movex.core.validate.ValidationScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on data that goes on in the background: copy, validations, the sweeper. A run has one base and one epoch: it
 * ends before the pattern changes, and what should go on afterwards is started anew. Thread-safe.
 */
final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final MigrationParts parts;
    private final BackgroundRun copy;
    private final BackgroundRun full;
    private final BackgroundRun incremental;
    private final BackgroundRun sweeper;
    private final BackgroundRun follow;
    private final RunBook book;
    private volatile @Nullable IncrementalRequest request;

    /** What the incremental validation was started with, so that it can go on after a change of the base. */
    private record IncrementalRequest(long utimeMillis, Duration interval) {}

    Runs(MigrationParts parts) {
        this.parts = parts;
        this.book = new RunBook(parts.clock());
        this.copy = new BackgroundRun("copy", e -> failed("copy", e));
        this.full = new BackgroundRun("full validation", e -> failed("full validation", e));
        this.incremental = new BackgroundRun("incremental validation", e -> failed("incremental validation", e));
        this.sweeper = new BackgroundRun("sweeper", e -> failed("sweeper", e));
        this.follow = new BackgroundRun("follow", e -> failed("follow", e));
    }

    String startCopy(String who) {
        Authority right = parts.authority().get();
        parts.workers().copyThrottle().resume();
        return book.start(copy, "copy", who, (id, cancelled) -> copy(right, cancelled));
    }

    String startFull(String who) {
        Authority right = parts.authority().get();
        return book.start(full, "full", who, (id, cancelled) -> validate(id, right, cancelled));
    }

    String startPart(ValidationScope scope, String who) {
        Authority right = parts.authority().get();
        return book.start(full, "part", who, (id, cancelled) -> parts.workers().validatePart(scope, right, cancelled));
    }

    String startBox(Duration time, String who) {
        Authority right = parts.authority().get();
        return book.start(full, "box", who, (id, cancelled) -> {
            var pass = parts.workers().validateBox(id, time, right, cancelled);
            if (pass.isPresent()) {
                count(pass.get());
            }
        });
    }

    /** Synchronized with the stop and with {@link #resume}: what was stopped must not come back after a change. */
    synchronized String startIncremental(long utimeMillis, Duration interval, String who) {
        IncrementalRequest asked = new IncrementalRequest(utimeMillis, interval);
        String id = startWindows(asked, who);
        request = asked;
        return id;
    }

    void stopCopy(String who) {
        stop(copy, who);
    }

    void pauseCopy(String who) {
        parts.workers().copyThrottle().pause(who);
        LOG.info("copy paused by {}", who);
    }

    void resumeCopy(String who) {
        if (!parts.workers().copyThrottle().resume()) {
            throw new MovexException("NOT_PAUSED", "The copy is not paused.", "Look at /status for what runs now.");
        }
        LOG.info("copy resumed by {}", who);
    }

    void stopFull(String who) {
        stop(full, who);
    }

    synchronized void stopIncremental(String who) {
        request = null;
        stop(incremental, who);
    }

    private void copy(Authority right, BooleanSupplier cancelled) throws Exception {
        parts.workers().copy(right, cancelled, table -> {
            parts.evidence().prove(table, parts.clock().instant().toString());
            publishProven();
        });
        parts.tally().save();
    }

    /** Members may replay updates of tables whose copy is proven. */
    private void publishProven() throws SQLException {
        ControlRow row = parts.authority().row();
        if (row != null) {
            Assignment assignment =
                    new Assignment(row.pattern(), row.epoch(), parts.evidence().proven());
            parts.members().adopt("", assignment);
        }
    }

    private boolean validate(String id, Authority right, BooleanSupplier cancelled) throws Exception {
        long epoch = right.baseFence().epoch();
        FullEvidence result = parts.workers().validate(id, right, epoch, cancelled);
        if (cancelled.getAsBoolean()) {
            return false;
        }
        count(result);
        return result.clean();
    }

    private void count(FullEvidence result) throws SQLException {
        parts.evidence().full(result);
        parts.tally().fullRuns.incrementAndGet();
        parts.tally().save();
    }

    private String startWindows(IncrementalRequest asked, String who) {
        Authority right = parts.authority().get();
        return book.start(incremental, "incremental", who, (id, cancelled) -> {
            while (!cancelled.getAsBoolean()) {
                window(right, asked.utimeMillis(), cancelled);
                if (incremental.pause(asked.interval())) {
                    return;
                }
            }
        });
    }

    /** A window that fails is no clean one, and the next one looks at the same again. */
    private void window(Authority right, long utimeMillis, BooleanSupplier cancelled) throws InterruptedException {
        boolean clean = false;
        try {
            clean = parts.workers().window(right, right.baseFence().epoch(), utimeMillis, cancelled);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed("incremental window", e);
        }
        if (!cancelled.getAsBoolean()) {
            try {
                parts.evidence().window(right.base(), clean, parts.clock().instant());
            } catch (SQLException e) {
                failed("note of an incremental window", e);
            }
            parts.tally().windows.incrementAndGet();
        }
    }

    /**
     * Does what the gates of a move ask for, on the caller's thread. The way back asks for less: that a full validation was
     * clean once, and to give a side up asks for nothing.
     *
     * @return false if a full validation was made that was not clean
     */
    boolean workFor(
            MigrationState state, MigrationState next, long since, boolean mayValidate, BooleanSupplier cancelled)
            throws Exception {
        boolean onward = LegalMoves.goesOn(state, next);
        if (!state.pattern().dual() || !onward && !next.pattern().dual()) {
            return true;
        }
        Authority right = parts.authority().get();
        if (!incremental.running()) {
            startIncremental(since, parts.settings().windowInterval(), "auto-migrate");
        }
        boolean unproven = parts.plan().tables().stream()
                .anyMatch(t -> !parts.evidence().proven().contains(t.name()));
        if (unproven && !copy.running()) {
            String id = book.begin("copy", "auto-migrate");
            book.noted(id, (run, stop) -> copy(right, stop), cancelled);
        }
        boolean fresh = onward ? freshFrom(right) : parts.evidence().everClean();
        if (fresh || !mayValidate || full.running() || cancelled.getAsBoolean()) {
            return fresh || full.running();
        }
        AtomicBoolean clean = new AtomicBoolean();
        String id = book.begin("full", "auto-migrate");
        book.noted(id, (run, stop) -> clean.set(validate(run, right, stop)), cancelled);
        return clean.get();
    }

    private boolean freshFrom(Authority right) {
        return parts.evidence()
                .cleanFull()
                .filter(f -> f.base() == right.base())
                .filter(f -> Duration.between(f.endedAt(), parts.clock().instant())
                                .compareTo(parts.settings().evidenceLimit())
                        < 0)
                .isPresent();
    }

    /** Declares void what was proven, while nothing runs that could prove something in between. */
    void voidEvidence() throws SQLException, InterruptedException {
        suspend();
        try {
            parts.workers().voidProofs();
            publishProven();
        } finally {
            resume();
        }
    }

    /** Ends all runs, so that the pattern can change. */
    void suspend() throws InterruptedException {
        for (BackgroundRun run : List.of(copy, full, incremental, sweeper, follow)) {
            run.stopIfRunning(STOP_LIMIT);
        }
    }

    /** Ends what was asked for: copy and validations; the sweeper stays. */
    synchronized void endAll() {
        request = null;
        try {
            for (BackgroundRun run : List.of(copy, full, incremental)) {
                run.stopIfRunning(STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts what should run under the pattern that holds now. */
    synchronized void resume() {
        ControlRow row = parts.authority().row();
        if (row == null || !row.pattern().dual()) {
            return;
        }
        if (!sweeper.running()) {
            sweeper.start(cancelled ->
                    parts.workers().sweepUntil(cancelled, parts.authority(), parts.members()::needsApplier, sweeper));
        }
        FollowDesk desk = parts.workers().follow();
        if (desk.follows() && !follow.running()) {
            follow.start(cancelled -> desk.followUntil(cancelled, this::acts, follow));
        }
        IncrementalRequest asked = request;
        if (asked != null && !incremental.running()) {
            startWindows(asked, "movex");
        }
    }

    private boolean acts() {
        try {
            return parts.members().standForElection().isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    RunBook book() {
        return book;
    }

    RunInfo find(String id) {
        return book.find(id)
                .orElseThrow(() -> new MovexException(
                        "NO_SUCH_RUN",
                        "There is no run " + id + ".",
                        "Look at the list of runs; it begins with the process."));
    }

    /** Stops a run by its id. */
    void cancel(String id, String who) {
        RunInfo run = find(id);
        if (!run.running()) {
            throw new MovexException("NOT_RUNNING", "The run " + id + " has ended.", "There is nothing to stop.");
        }
        switch (run.kind()) {
            case "copy" -> stopCopy(who);
            case "full", "part", "box" -> stopFull(who);
            default -> stopIncremental(who);
        }
    }

    /** Returns what runs now. */
    List<String> active() {
        Map<String, BackgroundRun> runs = new LinkedHashMap<>();
        runs.put("copy", copy);
        runs.put("full", full);
        runs.put("incr", incremental);
        runs.put("follow", follow);
        List<String> active = new ArrayList<>();
        runs.forEach((name, run) -> {
            if (run.running()) {
                active.add(name);
            }
        });
        return active;
    }

    static void stop(BackgroundRun run, String who) {
        try {
            if (!run.stop(STOP_LIMIT)) {
                throw new MovexException(
                        "STOPS_SLOWLY",
                        "The work has been told to end and has not yet.",
                        "Look at /status in a while.");
            }
            LOG.info("stopped by {}", who);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes an error of the scheduler's own work. */
    void failed(String what, Exception error) {
        parts.tally().error(LastError.of(parts.clock().instant(), what, error));
        LOG.warn("{} failed", what, error);
    }

    @Override
    public void close() {
        try {
            suspend();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
