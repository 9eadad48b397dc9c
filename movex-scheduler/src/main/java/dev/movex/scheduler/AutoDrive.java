package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets auto-migrate be driven by one process at a time, as long as it is wanted: starts it, pauses it, takes it over from a
 * process that gives no sign of life, and stops it where another one has taken over. Thread-safe.
 */
final class AutoDrive {
    private static final Logger LOG = LoggerFactory.getLogger(AutoDrive.class);
    private static final String DEMOTED = "demoted";

    private final Migration migration;
    private final MigrationParts parts;
    private final BackgroundRun run;
    private final AutoMigrate walk;
    private final AutoLease lease;
    private volatile @Nullable AutoWanted wanted;
    private volatile boolean durable;
    private volatile String demoted = "";

    AutoDrive(Migration migration, MigrationParts parts, BackgroundRun run, AutoMigrate walk, AutoLease lease) {
        this.migration = migration;
        this.parts = parts;
        this.run = run;
        this.walk = walk;
        this.lease = lease;
    }

    /** Returns what is wanted, as last read. */
    Optional<AutoWanted> wanted() {
        return Optional.ofNullable(wanted);
    }

    /** Returns whether auto-migrate is wanted here or elsewhere and not paused. */
    boolean walking() {
        AutoWanted current = wanted;
        return run.running() || current != null && current.paused().isEmpty();
    }

    /** Returns why it is paused; empty if it is not. */
    String paused() {
        AutoWanted current = wanted;
        return current == null ? "" : current.paused();
    }

    /** Returns why the migration went back by itself, while nobody has resumed it since; empty if it did not. */
    String demoted() {
        return demoted;
    }

    synchronized void want(String who, MigrationState until) {
        AutoWanted asked = new AutoWanted(until, who, parts.clock().instant(), "", "", 0, "");
        if (run.running()) {
            throw running("here");
        }
        durable = false;
        try {
            parts.store().createTables();
            Optional<AutoWanted> elsewhere = lease.read().filter(w -> !lease.mine(w));
            if (elsewhere.isPresent()) {
                throw running("by process " + elsewhere.get().holder());
            }
            lease.want(asked);
            durable = true;
        } catch (SQLException e) {
            LOG.warn("what is wanted can't be written down yet (SQLState {})", e.getSQLState());
        }
        wanted = asked;
        start(asked);
        note("auto_migrate_wanted", who, "until " + until.wire());
    }

    private static MovexException running(String where) {
        return new MovexException(
                "ALREADY_RUNNING", "Auto-migrate is driven " + where + ".", "Stop it first, or pause and resume it.");
    }

    private void start(AutoWanted asked) {
        run.start(cancelled -> walk(asked, cancelled));
    }

    private void walk(AutoWanted asked, BooleanSupplier cancelled) throws InterruptedException {
        walk.run(asked, this, cancelled);
        if (migration.state() == asked.until()) {
            try {
                lease.end();
                wanted = null;
            } catch (SQLException e) {
                migration.failed("end of auto-migrate", e);
            }
        }
    }

    /** Gives a sign of life; false if this process must not move. */
    boolean mayMove() {
        try {
            return !durable || lease.renew("");
        } catch (SQLException e) {
            return false;
        }
    }

    void pause(String who, String why) {
        change(who, "auto_migrate_paused", why + " (" + who + ")");
    }

    /** Pauses what goes on by itself after the migration went back, so that it does not come straight again. */
    void pauseAfterDemotion(String why) throws SQLException {
        demoted = why;
        parts.records().put(DEMOTED, DEMOTED, why);
        lease.change(w -> w.paused("the migration goes back by itself: " + why)).ifPresent(w -> wanted = w);
    }

    /** Lets what was paused go on, also after a demotion. */
    void resume(String who) {
        try {
            boolean went = !demoted.isEmpty();
            if (went) {
                parts.records().delete(DEMOTED);
                demoted = "";
            }
            if (!went || wanted != null) {
                change(who, "auto_migrate_resumed", "");
            } else {
                note("auto_migrate_resumed", who, "auto-promotion goes on");
            }
        } catch (SQLException e) {
            throw unwritten(e);
        }
    }

    private void change(String who, String what, String pause) {
        try {
            Optional<AutoWanted> changed =
                    parts.store().tablesThere() ? lease.change(w -> w.paused(pause)) : Optional.empty();
            wanted = changed.orElseThrow(() -> new MovexException(
                    "NOT_RUNNING", "Auto-migrate is not wanted.", "Start it; /status tells what runs now."));
            note(what, who, pause);
        } catch (SQLException e) {
            throw unwritten(e);
        }
    }

    private static MovexException unwritten(SQLException e) {
        return new MovexException(
                "NOT_WRITTEN",
                "The target, where the migration keeps what is wanted, did not take it (SQLState " + e.getSQLState()
                        + ").",
                "Ask again when it answers.",
                e);
    }

    /** Ends the walk, whoever drives it; the state stays what it is. */
    synchronized void stop(String who) {
        Optional<AutoWanted> ended = Optional.ofNullable(wanted);
        try {
            boolean written = durable || ended.isEmpty() && parts.store().tablesThere();
            ended = written ? lease.end() : ended;
        } catch (SQLException e) {
            throw unwritten(e);
        }
        wanted = null;
        if (run.running() || ended.isEmpty()) {
            Runs.stop(run, who);
        }
        note("auto_migrate_stopped", who, "");
    }

    /** As {@link #stop}; does not mind if nothing is wanted. */
    synchronized void stopIfWanted(String who) {
        if (run.running() || wanted != null) {
            stop(who);
        }
    }

    /** Looks at what is wanted now; gives a sign of life, takes over, or ends what is not wanted any more. */
    synchronized void tick() throws SQLException, InterruptedException {
        demoted = parts.records().read(DEMOTED).getOrDefault(DEMOTED, "");
        Optional<AutoWanted> read = lease.read();
        if (read.isEmpty()) {
            tickUnwritten();
            return;
        }
        AutoWanted now = read.get();
        wanted = now;
        if (lease.mine(now)) {
            durable = true;
            if (!run.running()) {
                start(now);
            } else if (!lease.renew(holdOrEmpty())) {
                LOG.info("auto-migrate is driven by another process now");
                run.stopIfRunning(Duration.ofSeconds(1));
            }
        } else if (run.running()) {
            LOG.info("auto-migrate is driven by {} now", now.holder());
            run.stopIfRunning(Duration.ofSeconds(1));
        } else if (lease.takeOver()) {
            takeOver(now);
        }
    }

    private void tickUnwritten() throws SQLException, InterruptedException {
        AutoWanted mine = wanted;
        if (run.running() && !durable && mine != null) {
            lease.want(mine);
            durable = true;
        } else if (run.running() && durable) {
            run.stopIfRunning(Duration.ofSeconds(1));
            wanted = null;
        } else {
            wanted = null;
        }
    }

    private void takeOver(AutoWanted from) throws SQLException, InterruptedException {
        LOG.info("takes auto-migrate over from {}", from.holder());
        migration.takeOver();
        note("auto_migrate_taken_over", "scheduler", "no sign of life of process " + from.holder());
        durable = true;
        start(from);
    }

    private String holdOrEmpty() {
        String hold = walk.hold();
        return hold == null ? "" : hold;
    }

    private void note(String what, String who, String why) {
        parts.trail().note(AuditEntry.of(what, parts.clock().instant(), who, why, migration.epoch()));
    }

    /** Ends the walk here and leaves it to another process at once. */
    synchronized void close() throws InterruptedException {
        run.stopIfRunning(Duration.ofSeconds(30));
        try {
            lease.leave();
        } catch (SQLException e) {
            LOG.debug("auto-migrate could not be left to another process; its lease will run out", e);
        }
    }
}
