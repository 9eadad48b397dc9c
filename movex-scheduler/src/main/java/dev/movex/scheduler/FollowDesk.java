package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.Authority;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.follow.Applied;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.Follower;
import dev.movex.core.follow.WriteStop;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that has to do with change logs: reading them, following them, stopping writers. Thread-safe. */
final class FollowDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowDesk.class);
    private static final Duration RELEASE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMillis(20);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final boolean follows;
    private final LogWatch log;
    private final Follower follower;
    private final WriteStop writeStop;
    private final EventDesk desk;
    private final Supplier<Authority> authority;
    private boolean switching;

    /**
     * @param passing repairs keys and passes over rows that the application has locked
     * @param waiting repairs keys and waits for them
     */
    FollowDesk(
            MigrationConfig config,
            CursorStore cursors,
            KeyRepair passing,
            KeyRepair waiting,
            EventDesk desk,
            Supplier<Authority> authority) {
        LogRoute route = config.changeLog();
        this.follows = route != null && route.follows();
        this.log = new LogWatch(route == null ? null : route.logs(), cursors);
        this.desk = desk;
        this.authority = authority;
        this.follower = new Follower(passing, waiting, new Letters(), Pauser.real());
        this.writeStop = new WriteStop(config.plan(), config.databases(), Pauser.real());
    }

    /** Rows that can't be brought over are dead letters like those that can't be repaired. */
    private final class Letters implements Follower.Outcomes {
        @Override
        public void dead(DirtyKey key, String reason) {
            Authority now = authority.get();
            desk.bury(
                    new InconsistentEvent(
                            now.base(),
                            InconsistencyType.NEQ,
                            key.table(),
                            key.key(),
                            now.baseFence().epoch(),
                            "follow",
                            Clock.systemUTC().instant(),
                            List.of()),
                    reason);
        }

        @Override
        public void settled(Collection<DirtyKey> keys) {
            if (desk.dead() > 0) {
                desk.forget(keys);
            }
        }
    }

    /** Returns whether the base's log stands in for double writers. */
    boolean follows() {
        return follows;
    }

    LogWatch log() {
        return log;
    }

    WriteStop writeStop() {
        return writeStop;
    }

    List<DirtyKey> late() {
        return follower.late();
    }

    /** Returns who knows what is on its way: the reader of the base's log where it is followed. */
    Applied applied() {
        return atMost -> {
            if (!follows) {
                return true;
            }
            Optional<ChangeLog> base = log.reading(authority.get().base());
            return base.isPresent() && base.get().upToNow(atMost);
        };
    }

    /**
     * Waits until the reader has come up to its start: what is written from then on comes out of the log.
     *
     * @throws MovexException with code {@code LOG_NOT_READ} if it has not in time, or nobody reads it here
     */
    void awaitStart(Side side, Duration atMost, BooleanSupplier cancelled) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (log.reading(side).flatMap(ChangeLog::lag).isEmpty() && !cancelled.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                String fault = log.reading(side).map(ChangeLog::fault).orElse("Nobody reads it here.");
                throw new MovexException(
                        "LOG_NOT_READ",
                        "The log of the " + side.label() + " was not read up to its start in " + atMost.toSeconds()
                                + " s. " + fault,
                        "docs/change-log.md tells what its reader needs.");
            }
            Pauser.real().pause(LOOK);
        }
    }

    /** Says that a switch begins or ends: while it lasts nobody else takes its stop of writes back. */
    synchronized void switching(boolean begins) {
        switching = begins;
    }

    /** Takes back what a process has left that died while writes were stopped. */
    private synchronized void freePrimary() throws SQLException, InterruptedException {
        if (!switching) {
            writeStop.release(authority.get().base(), RELEASE);
        }
    }

    /** Brings over what comes out of the base's log, while this process acts for the migration. */
    void followUntil(BooleanSupplier cancelled, BooleanSupplier acts, BackgroundRun self) throws InterruptedException {
        boolean freed = false;
        while (!cancelled.getAsBoolean()) {
            Duration pause = AGAIN;
            try {
                if (acts.getAsBoolean()) {
                    if (!freed) {
                        freePrimary();
                        freed = true;
                    }
                    pause = followFor(AGAIN, cancelled);
                } else {
                    log.close(); // the one who acts can't read it otherwise
                }
            } catch (SQLException e) {
                // a database may be gone for hours; the keys wait in the log
                LOG.debug("keys of the log could not be followed", e);
            } catch (MovexException e) {
                LOG.debug("keys of the log were refused: {}", e.getMessage());
            }
            if (self.pause(pause)) {
                return;
            }
        }
    }

    /** Returns how long to rest. */
    private Duration followFor(Duration time, BooleanSupplier cancelled) throws SQLException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Side base = authority.get().base();
        ChangeLog read = log.read(base).orElseThrow();
        while (!cancelled.getAsBoolean() && System.nanoTime() < end) {
            log.reading(base.other()).ifPresent(FollowDesk::discard);
            if (follower.step(read.feed(), authority) == 0) {
                Pauser.real().pause(IDLE);
            }
        }
        return Duration.ofMillis(1);
    }

    /** Until the primary changes, what comes out of the other side's log is what was brought there. */
    private static void discard(ChangeLog other) {
        if (!other.feed().take(Integer.MAX_VALUE).isEmpty()) {
            other.feed().settle();
        }
    }

    /** Returns how the reading of the base's log goes; null if it is not read. */
    @Nullable ChangeLogStatus status(@Nullable Side base) {
        ChangeLog read = base == null ? null : log.reading(base).orElse(null);
        if (read == null || base == null) {
            return null;
        }
        Double lag = read.lag().map(d -> d.toMillis() / 1000.0).orElse(null);
        return new ChangeLogStatus(
                base.name().toLowerCase(Locale.ROOT),
                lag,
                follower.followed(),
                read.fault().isEmpty() ? null : read.fault());
    }

    @Override
    public void close() {
        log.close();
    }
}
