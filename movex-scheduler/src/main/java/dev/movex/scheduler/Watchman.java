package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks around now and then, in every process that has the migration open: whether auto-migrate is wanted and driven, whether
 * another process has moved, what goes wrong, and whether the servers are still those that the evidence speaks of.
 */
final class Watchman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);

    private final Migration migration;
    private final MigrationParts parts;
    private final Moves moves;
    private final Runs runs;
    private final AutoDrive drive;
    private final RateWatch rates;
    private final Automation limits;
    private final Demotion demotion;
    private final ServerWatch servers;
    private final ScheduledChecks checks;
    private final BackgroundRun run;
    private final LongSupplier nanos = System::nanoTime;
    private long windowBegan;
    private long watchedEpoch = -1;
    private long confirmedBefore;
    private boolean tables;

    Watchman(Migration migration, MigrationParts parts, Moves moves, Runs runs, AutoDrive drive) {
        this.migration = migration;
        this.parts = parts;
        this.moves = moves;
        this.runs = runs;
        this.drive = drive;
        this.rates = parts.rates();
        this.limits = parts.settings().automation();
        this.demotion = new Demotion(limits);
        this.servers = new ServerWatch(parts.databases(), parts.records());
        this.checks = new ScheduledChecks(parts, runs);
        this.run = new BackgroundRun("watch", e -> runs.failed("watch", e));
    }

    void start() {
        Duration third = limits.lease().dividedBy(3);
        Duration pause = third.compareTo(limits.window()) < 0 ? third : limits.window();
        run.start(cancelled -> {
            windowBegan = nanos.getAsLong();
            while (!cancelled.getAsBoolean()) {
                look();
                if (run.pause(pause)) {
                    return;
                }
            }
        });
    }

    private void look() throws InterruptedException {
        try {
            tables = tables || parts.store().tablesThere();
            if (!tables) {
                return; // nobody has asked for anything yet
            }
            drive.tick();
            moves.follow();
            if (migration.state().pattern().dual()) {
                parts.evidence().load();
                checks.look();
            }
            lookAtServers();
        } catch (SQLException e) {
            LOG.debug("the look around was cut short", e);
        } catch (RuntimeException e) {
            migration.failed("watch", e); // the next look may do better
        }
        lookAtRates();
    }

    private void lookAtServers() throws SQLException, InterruptedException {
        ControlRow row = parts.authority().row();
        if (row == null || !row.pattern().dual() || moves.underWay()) {
            return;
        }
        for (Side side : Side.values()) {
            Optional<String> happened = servers.look(side);
            if (happened.isPresent()) {
                voidEvidence(side, happened.get());
            }
        }
    }

    private void voidEvidence(Side side, String why) throws SQLException, InterruptedException {
        LOG.warn("evidence is void: {}", why);
        runs.voidEvidence();
        servers.accept(side);
        parts.tally().error(new LastError(parts.clock().instant(), "EVIDENCE_VOID", side.label(), why));
        parts.trail()
                .note(AuditEntry.of("evidence_void", parts.clock().instant(), "scheduler", why, migration.epoch()));
    }

    private void lookAtRates() {
        MigrationState state = migration.state();
        if (migration.epoch() != watchedEpoch || !state.pattern().dual()) {
            watchedEpoch = migration.epoch();
            confirmedBefore = parts.tally().discrepancies.get();
            windowBegan = nanos.getAsLong();
            rates.restart();
            demotion.restart();
            return;
        }
        rates.look(state.pattern().primary());
        if (nanos.getAsLong() - windowBegan >= limits.window().toNanos()) {
            windowBegan = nanos.getAsLong();
            long confirmed = parts.tally().discrepancies.get() - confirmedBefore;
            demotion.judge(state, rates.turn(), confirmed).ifPresent(why -> goBack(state, why));
        }
    }

    private void goBack(MigrationState state, String why) {
        MigrationState back = state == MigrationState.DST_FIRST ? MigrationState.SRC_FIRST : MigrationState.SRC_ONLY;
        try {
            drive.pauseAfterDemotion(why);
            migration.move(back, "auto-demotion", why, false);
        } catch (MovexException | SQLException e) {
            migration.failed("auto-demotion", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        run.stopIfRunning(Duration.ofSeconds(30));
    }
}
