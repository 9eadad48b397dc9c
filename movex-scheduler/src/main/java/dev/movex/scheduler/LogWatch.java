package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.validate.ChangeLog;
import dev.movex.core.validate.ChangeLogs;
import dev.movex.core.validate.KeyFeed;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the change log of the base, if there is somebody who can, and of no other side. Thread-safe. */
final class LogWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final @Nullable ChangeLogs logs;
    private final CursorStore cursors;
    private @Nullable ChangeLog log;
    private @Nullable Side side;

    LogWatch(@Nullable ChangeLogs logs, CursorStore cursors) {
        this.logs = logs;
        this.cursors = cursors;
    }

    /** Begins to read a side's log unless it is being read; ends reading the other one's. */
    synchronized KeyFeed follow(Side base) {
        if (logs == null) {
            return KeyFeed.none();
        }
        ChangeLog followed = log;
        if (followed == null || side != base) {
            close();
            followed = logs.open(base, cursors);
            log = followed;
            side = base;
        }
        return followed.feed();
    }

    /** Says whether the log has been read up to now; empty if none is read. */
    synchronized Optional<GateResult> gate() {
        if (logs == null) {
            return Optional.empty();
        }
        ChangeLog followed = log;
        if (followed == null) {
            return Optional.of(GateResult.fail("change log", "nobody reads it yet; start the incremental validation"));
        }
        if (!followed.fault().isEmpty()) {
            return Optional.of(GateResult.fail("change log", followed.fault()));
        }
        Optional<Duration> lag = followed.lag();
        return Optional.of(GateResult.of(
                "change log",
                lag.isPresent() && lag.get().compareTo(BOUND) <= 0,
                lag.map(behind -> behind.toSeconds() + " s behind").orElse("not read up to its start yet") + " (bound "
                        + BOUND.toSeconds() + " s)"));
    }

    @Override
    public synchronized void close() {
        ChangeLog ended = log;
        log = null;
        if (ended != null) {
            try {
                ended.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.debug("interrupted while the reader of a change log ended");
            }
        }
    }
}
