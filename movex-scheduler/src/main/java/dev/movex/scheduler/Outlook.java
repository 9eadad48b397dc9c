package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.ControlRow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Looks up what gates decide on and what the status shows. Changes nothing. Thread-safe. */
final class Outlook {
    private static final long UNKNOWN = -1;

    private final MigrationParts parts;
    private final Moves moves;
    private final Runs runs;
    private final HealthProbe probe;
    private final UnknownSessions sessions;
    private final AtomicLong schemaChanges = new AtomicLong(UNKNOWN);

    Outlook(MigrationParts parts, Moves moves, Runs runs, HealthProbe probe) {
        this.parts = parts;
        this.moves = moves;
        this.runs = runs;
        this.probe = probe;
        this.sessions = new UnknownSessions(parts.plan(), parts.databases(), parts.members(), Pauser.real());
    }

    long epoch() {
        ControlRow row = parts.authority().row();
        return row == null ? 0 : row.epoch();
    }

    GateInputs inputs(MigrationState to) {
        // on the way back nobody is asked whom its gates don't need: he may be the reason for it
        boolean onward = LegalMoves.goesOn(moves.state(), to);
        boolean preflight = onward && (to == MigrationState.SRC_ONLY || to == MigrationState.SRC_FIRST);
        long epoch = epoch();
        boolean undrained = parts.members().members().stream()
                .anyMatch(m -> m.open().stream().anyMatch(t -> t.epoch() < epoch));
        return new GateInputs(
                moves.state(),
                Duration.between(moves.since(), parts.clock().instant()),
                probe.look(),
                preflight ? parts.workers().preflight() : List.of(),
                journalDepth()[0],
                parts.workers().deadLetters(),
                parts.workers().queuedEvents(),
                changeLog(to),
                parts.workers().follow().follows(),
                epoch,
                onward ? taken(epoch) : "",
                onward && planChanged(epoch),
                parts.rates().rates(),
                to == MigrationState.DST_ONLY ? rehearsed() : "",
                undrained,
                onward ? unknownSessions(to) : Optional.empty());
    }

    /** Returns when the authority last went back: the same change that a way back from the target alone begins with. */
    private String rehearsed() {
        Stream<Instant> moved = moves.made().stream()
                .filter(t -> t.from() == MigrationState.DST_FIRST && t.to() == MigrationState.SRC_FIRST)
                .map(Transition::at);
        return Stream.concat(moved, parts.trail().rehearsed().stream())
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("");
    }

    /** Before there is a second side, and before the primary changes, everybody who writes the present one must be known. */
    private Optional<GateResult> unknownSessions(MigrationState to) {
        boolean asked = to == MigrationState.SRC_FIRST || to == MigrationState.DST_FIRST;
        return asked && !parts.workers().follow().follows()
                ? Optional.of(sessions.look(moves.state().pattern().primary()))
                : Optional.empty();
    }

    /** Before there is a second side its log has to be readable, later it has to have been read. */
    private Optional<GateResult> changeLog(MigrationState to) {
        LogWatch log = parts.workers().follow().log();
        Side base = moves.state().pattern().primary();
        return to == MigrationState.SRC_FIRST && moves.state() == MigrationState.SRC_ONLY
                ? log.readable(Side.SRC)
                : log.gate(base);
    }

    private String taken(long epoch) {
        if (epoch == 0) {
            return ""; // whoever installs a migration looks for himself
        }
        try {
            return parts.claims().taken();
        } catch (SQLException e) {
            runs.failed("claims", e);
            return "unknown, a database did not answer";
        }
    }

    /** The first look is made when the migration is opened, right after its plan was read. */
    private boolean planChanged(long epoch) {
        if (epoch == 0) {
            return false;
        }
        try {
            long now = SchemaChanges.made(parts.records());
            schemaChanges.compareAndSet(UNKNOWN, now);
            return schemaChanges.get() != now;
        } catch (SQLException e) {
            runs.failed("plan", e);
            return true;
        }
    }

    /** Remembers which plan this process has. */
    void opened() {
        planChanged(epoch());
    }

    /** Returns the number of pending journal rows and the age of the oldest in milliseconds. */
    long[] journalDepth() {
        ControlRow row = parts.authority().row();
        if (row == null || !row.pattern().dual()) {
            return new long[] {0, 0};
        }
        try {
            return parts.workers().journalDepth(row.pattern().primary());
        } catch (SQLException e) {
            runs.failed("journal depth", e);
            return new long[] {Long.MAX_VALUE, 0};
        }
    }

    MigrationStats stats() {
        long[] journal = journalDepth();
        return parts.tally().stats(moves.state().wire(), journal[0], journal[1]);
    }

    List<MemberStatus> members() {
        return parts.members().members().stream().map(MemberStatus::of).toList();
    }

    /** Returns how many keys may differ as far as is known: pending in the journal, found and not repaired, given up. */
    long dirtyKeys(MigrationStats stats) {
        return stats.journalRows()
                + Math.max(0, parts.workers().queuedEvents())
                + parts.workers().deadLetters();
    }
}
