package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.ChangeLogs;
import dev.movex.core.follow.KeyFeed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the change log of the base, if there is somebody who can; of both sides while the primary changes. Thread-safe. */
final class LogWatch implements AutoCloseable {
    static final String GATE = "change log";

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final @Nullable ChangeLogs logs;
    private final CursorStore cursors;
    private final Map<Side, ChangeLog> open = new EnumMap<>(Side.class);
    private volatile String refused = "";

    LogWatch(@Nullable ChangeLogs logs, CursorStore cursors) {
        this.logs = logs;
        this.cursors = cursors;
    }

    /**
     * Returns the log of a side, which is read from then on; empty if nobody can.
     *
     * @throws MovexException if it can't be read as the plan is
     */
    synchronized Optional<ChangeLog> read(Side side) {
        ChangeLogs reader = logs;
        if (reader == null) {
            return Optional.empty();
        }
        try {
            ChangeLog log = open.computeIfAbsent(side, s -> reader.open(s, cursors));
            refused = "";
            return Optional.of(log);
        } catch (MovexException e) {
            refused = e.problem() + " " + e.remedy();
            throw e;
        }
    }

    /** Returns the keys that come out of the log of a side. */
    KeyFeed feed(Side side) {
        return read(side).map(ChangeLog::feed).orElseGet(KeyFeed::none);
    }

    /** Returns the log of a side if it is being read. */
    synchronized Optional<ChangeLog> reading(Side side) {
        return Optional.ofNullable(open.get(side));
    }

    /** Ends the reading of all other sides, and lets their servers forget it. */
    synchronized void keepOnly(Set<Side> kept) {
        for (Side side : Side.values()) {
            if (logs != null && !kept.contains(side)) {
                end(side);
                try {
                    logs.forget(side, cursors);
                } catch (SQLException e) {
                    LOG.warn(
                            "the {} may go on to keep its log for nobody (SQLState {}); docs/change-log.md tells how to"
                                    + " end that",
                            side.label(),
                            e.getSQLState());
                }
            }
        }
    }

    /** Says whether the log of the base has been read up to now; empty if nobody is to read it. */
    Optional<GateResult> gate(Side base) {
        if (logs == null) {
            return Optional.empty();
        }
        Optional<ChangeLog> log = reading(base);
        if (log.isEmpty()) {
            return Optional.of(GateResult.fail(
                    GATE,
                    refused.isEmpty()
                            ? "nobody reads that of the " + base.label() + " here yet; start the incremental validation"
                            : refused));
        }
        if (!log.get().fault().isEmpty()) {
            return Optional.of(GateResult.fail(GATE, log.get().fault()));
        }
        Optional<Duration> lag = log.get().lag();
        return Optional.of(GateResult.of(
                GATE,
                lag.isPresent() && lag.get().compareTo(BOUND) <= 0,
                lag.map(behind -> "read up to " + behind.toSeconds() + " s ago").orElse("not read up to its start yet")
                        + " (bound " + BOUND.toSeconds() + " s)"));
    }

    /** Says whether the log of a side can be read, before anybody does; empty if nobody is to read it. */
    Optional<GateResult> readable(Side side) {
        if (logs == null) {
            return Optional.empty();
        }
        try {
            List<String> obstacles = logs.obstacles(side);
            return Optional.of(GateResult.of(
                    GATE,
                    obstacles.isEmpty(),
                    obstacles.isEmpty()
                            ? "that of the " + side.label() + " can be read"
                            : "on the " + side.label() + ": " + String.join("; ", obstacles)));
        } catch (SQLException e) {
            return Optional.of(GateResult.fail(GATE, "the " + side.label() + " could not be asked"));
        }
    }

    private synchronized void end(Side side) {
        ChangeLog ended = open.remove(side);
        if (ended != null) {
            try {
                ended.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.debug("interrupted while the reader of a change log ended");
            }
        }
    }

    @Override
    public void close() {
        for (Side side : Side.values()) {
            end(side);
        }
    }
}
