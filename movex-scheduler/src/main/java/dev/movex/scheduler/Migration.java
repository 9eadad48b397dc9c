package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.DatabaseUnavailable;
import dev.movex.core.control.AuditReport;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.copy.ThrottleLimits;
import dev.movex.core.validate.ValidationScope;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A migration, steered: its state and the moves between states, the runs that go on in the background, and what can be
 * told of them. All methods are thread-safe. A move is made by one caller at a time; a second one is refused.
 */
public final class Migration implements AutoCloseable {
    private final MigrationParts parts;
    private final Runs runs;
    private final Gates gates;
    private final Moves moves;
    private final BackgroundRun autoRun;
    private final BackgroundRun promoting;
    private final AutoMigrate autoMigrate;
    private final AutoDrive drive;
    private final Watchman watchman;
    private final HealthProbe probe;
    private final Outlook outlook;
    private final MigrationRecords records;
    private final Instant openedAt;

    private Migration(MigrationParts parts, List<MoveGate> otherGates) {
        this.parts = parts;
        this.runs = new Runs(parts);
        this.gates =
                new Gates(parts.plan(), parts.evidence(), parts.members(), parts.settings(), parts.clock(), otherGates);
        this.moves = new Moves(parts, runs, this::gates);
        this.autoRun = new BackgroundRun("auto-migrate", e -> runs.failed("auto-migrate", e));
        this.promoting = new BackgroundRun("auto-promotion", e -> runs.failed("auto-promotion", e));
        this.autoMigrate = new AutoMigrate(this, parts.settings(), autoRun);
        this.drive = new AutoDrive(this, parts, autoRun, autoMigrate, lease(parts));
        this.watchman = new Watchman(this, parts, moves, runs, drive);
        this.probe = new HealthProbe(parts.databases(), parts.members());
        this.outlook = new Outlook(parts, moves, runs, probe);
        this.records = new MigrationRecords(parts);
        this.openedAt = parts.clock().instant();
    }

    private static AutoLease lease(MigrationParts parts) {
        String process = ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        return new AutoLease(
                parts.records(), process, parts.settings().automation().lease(), System::nanoTime);
    }

    /**
     * Opens a migration: finds out where it stands, finishes or undoes a change that was under way, and tells the members.
     *
     * @param config what it works with
     * @param members the application processes
     * @throws MovexException with code {@code CHANGE_UNDER_WAY} if a change was found that can be neither finished nor
     *     undone, or what {@link dev.movex.core.access.DatabaseUnavailable} says if a side can't be reached
     */
    public static Migration open(MigrationConfig config, MemberGroup members) throws InterruptedException {
        MigrationParts parts = MigrationParts.of(config, members);
        Migration migration = new Migration(parts, config.gates());
        try {
            migration.moves.find();
            migration.outlook.opened();
            migration.promoteIfAsked();
            migration.watchman.start();
            return migration;
        } catch (SQLException e) {
            migration.close();
            throw unreadable(e);
        } catch (RuntimeException e) {
            migration.close();
            throw e;
        }
    }

    private void promoteIfAsked() {
        if (parts.settings().autoPromotion() && !follows()) {
            promoting.start(cancelled -> autoMigrate.promote(promoting, drive));
        }
    }

    /** Returns the name. */
    public String name() {
        return parts.plan().migration();
    }

    /** Returns what the migration has written down. */
    public MigrationRecords records() {
        return records;
    }

    /** Returns the runs that this process has started, the latest last; of those that have ended the last 500. */
    public List<RunInfo> runs() {
        return runs.book().all();
    }

    RunInfo run(String id) {
        return runs.find(id);
    }

    /**
     * Stops a run.
     *
     * @throws MovexException with code {@code NO_SUCH_RUN}, {@code NOT_RUNNING}, or {@code STOPS_SLOWLY} if it was told
     *     to end and has not yet
     */
    public void cancelRun(String id, String who) {
        runs.cancel(id, who);
    }

    /** Returns the time by the migration's clock. */
    public Instant now() {
        return parts.clock().instant();
    }

    /** Returns the application processes. */
    public List<MemberInfo> members() {
        return parts.members().members();
    }

    /** Returns the state. */
    public MigrationState state() {
        return moves.state();
    }

    /** Returns the number of the last change of pattern; 0 before the first. */
    public long epoch() {
        return outlook.epoch();
    }

    /**
     * Moves the state. Returns when the move is made, which takes the time of a change of pattern.
     *
     * @param to the state to enter
     * @param who who asks for it
     * @param why the reason; needed to override gates
     * @param override whether to move although gates do not pass
     * @throws MoveRefusedException with code {@code ILLEGAL_MOVE}, {@code GATES_NOT_PASSED}, {@code NOT_OVERRIDABLE},
     *     {@code BUSY} or {@code CHANGE_BLOCKED}; the state is what it was
     */
    public Transition move(MigrationState to, String who, String why, boolean override) {
        return moves.move(to, who, why, override, OptionalLong.empty());
    }

    /**
     * As {@link #move}, but refused with code {@code EPOCH_CHANGED} if the epoch is not the one that the caller has seen.
     */
    public Transition moveAt(long seen, MigrationState to, String who, String why, boolean override) {
        return moves.move(to, who, why, override, OptionalLong.of(seen));
    }

    /**
     * Does what a change of the primary does, up to the decision, and goes back: nothing is decided, and writers notice the
     * pause that a change would make. Returns when all rounds are done, or one was held up.
     *
     * @param rounds how often, 1 to 100
     * @param who who asks for it
     * @param why the reason, for the audit trail
     * @throws MoveRefusedException with code {@code NOT_DUAL}, {@code BUSY} or {@code NOT_ACTING}
     */
    public Rehearsal rehearse(int rounds, String who, String why) {
        if (rounds < 1 || rounds > 100) {
            throw new IllegalArgumentException("1 to 100 rounds, not " + rounds);
        }
        checkRehearsal();
        return moves.rehearse(rounds, who, why);
    }

    void checkRehearsal() {
        if (follows()) {
            throw new MovexException(
                    "FOLLOW_BY_HAND",
                    "A migration that follows a log has no rehearsal: writes would be refused, not held.",
                    "A switch that is held up lets the old primary be written again; so try it at a quiet time.");
        }
    }

    /** Returns what each gate of a move says now. */
    public List<GateResult> gates(MigrationState to) {
        return gates.ask(to, outlook.inputs(to));
    }

    /**
     * Starts to copy the tables whose copy is not proven.
     *
     * @return the run's id
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startCopy(String who) {
        return runs.startCopy(who);
    }

    /** Stops the copy; what it has done stays done, and it goes on there when it is started again. */
    public void stopCopy(String who) {
        runs.stopCopy(who);
    }

    /**
     * Lets no further chunk of the copy begin, until {@link #resumeCopy} or the next start; the status says who paused it.
     * Holds for the copy of auto-migrate too, and ends with the process.
     */
    public void pauseCopy(String who) {
        runs.pauseCopy(who);
    }

    /**
     * Ends a pause of the copy.
     *
     * @throws MovexException with code {@code NOT_PAUSED}
     */
    public void resumeCopy(String who) {
        runs.resumeCopy(who);
    }

    /** Sets what the copy waits for, from its next chunk on. */
    public void throttleCopy(ThrottleLimits limits) {
        parts.workers().copyThrottle().limits(limits);
    }

    /**
     * Starts a validation of every row.
     *
     * @return the run's id
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startFull(String who) {
        return runs.startFull(who);
    }

    /**
     * Starts a validation of some rows: of some tables, of a sample, or of keys alone. What it finds is reported and
     * repaired; it is no evidence that opens a gate. Counts as the full validation where only one may run.
     *
     * @return the run's id
     * @throws MovexException with code {@code NO_SUCH_TABLE}, {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startPart(ValidationScope scope, String who) {
        checkTables(scope);
        return runs.startPart(scope, who);
    }

    void checkTables(ValidationScope scope) {
        for (String table : scope.tables()) {
            if (parts.plan().tables().stream().noneMatch(t -> t.name().equals(table))) {
                throw new MovexException(
                        "NO_SUCH_TABLE",
                        "The plan has no table '" + table + "'.",
                        "Name it as the list of tables does.");
            }
        }
    }

    /**
     * Goes on with a validation of every row for a while, such as a few minutes each night; the next box goes on where this
     * one ends, also in another process. A pass that is complete counts as a full validation.
     *
     * @return the run's id
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startBox(Duration time, String who) {
        return runs.startBox(time, who);
    }

    /** Stops the full validation, or that of a part. It leaves no evidence; a box keeps how far it came. */
    public void stopFull(String who) {
        runs.stopFull(who);
    }

    /**
     * Starts to validate what changes, window by window.
     *
     * @param utimeMillis the update time to begin at, in milliseconds since 1970; a cursor that is further on wins
     * @param intervalMillis the rest between two windows
     * @return the run's id
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startIncremental(long utimeMillis, long intervalMillis, String who) {
        return runs.startIncremental(utimeMillis, Duration.ofMillis(intervalMillis), who);
    }

    /** Stops the incremental validation. Its cursor is kept. */
    public void stopIncremental(String who) {
        runs.stopIncremental(who);
    }

    /**
     * Starts to walk the whole way by itself.
     *
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code COMPLETED}
     */
    public void autoMigrate(String who) {
        autoMigrate(who, MigrationState.COMPLETED);
    }

    /**
     * Starts to walk the way to a state by itself, and ends there.
     *
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code COMPLETED}
     */
    public void autoMigrate(String who, MigrationState until) {
        checkWalk(until);
        drive.want(who, until);
    }

    /** Ends auto-migrate, whichever process drives it; the state stays what it is. */
    public void stopAutoMigrate(String who) {
        drive.stop(who);
    }

    /**
     * Lets auto-migrate rest until it is resumed, also in another process; what it was doing is ended and goes on later.
     *
     * @param why the reason, shown as what it holds for
     * @throws MovexException with code {@code NOT_RUNNING}
     */
    public void pauseAutoMigrate(String who, String why) {
        drive.pause(who, why);
    }

    /**
     * Lets auto-migrate and auto-promotion go on after a pause, or after the migration went back by itself.
     *
     * @throws MovexException with code {@code NOT_RUNNING} if nothing was paused
     */
    public void resumeAutoMigrate(String who) {
        drive.resume(who);
    }

    /** Returns what auto-migrate is wanted to do, and which process drives it; null if it is not wanted. */
    public @Nullable AutoWanted wanted() {
        return drive.wanted().orElse(null);
    }

    /**
     * Gives the migration up: ends whatever runs, and walks back to {@code src_only} by itself, which takes a copy and a
     * validation where the source has missed writes. Asked for again, it goes on where it was held up.
     *
     * @throws MovexException with code {@code COMPLETED} or {@code STOPS_SLOWLY}
     */
    public void abort(String who, String why) {
        checkWalk(MigrationState.SRC_ONLY);
        parts.trail().note(AuditEntry.of("abort", parts.clock().instant(), who, why, epoch()));
        drive.stopIfWanted(who);
        runs.endAll();
        if (state().ordinal() > MigrationState.SRC_ONLY.ordinal()) {
            drive.want(who, MigrationState.SRC_ONLY);
        }
    }

    /** Where writers are stopped, somebody has to lead the application to the other database. */
    void checkWalk(MigrationState until) {
        if (state() == MigrationState.COMPLETED) {
            throw new MovexException("COMPLETED", "The migration is over.", "There is nothing left to do.");
        }
        if (follows() && state().pattern().primary() != until.pattern().primary()) {
            throw new MovexException(
                    "FOLLOW_BY_HAND",
                    "A migration that follows a log does not change its primary by itself: writes are stopped, and the"
                            + " application has to be led to the other database.",
                    "Move between src_first and dst_first by hand.");
        }
    }

    /** Returns what each thing that can be asked for would do. */
    public DryRuns dryRuns() {
        return new DryRuns(this, parts, drive);
    }

    /** Returns what was done to the migration, by whom and why, the oldest first. Asks both databases. */
    public List<AuditEntry> auditTrail() {
        return parts.trail().entries();
    }

    /** Looks whether the audit trail is whole, and names what is broken first. Asks both databases. */
    public AuditVerdict verifyAuditTrail() {
        ControlRow row = parts.authority().row();
        if (row == null) {
            return new AuditVerdict(true, List.of(), Map.of(), 0);
        }
        try {
            return parts.trail().verify(row);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** The listener hears of what is written to the audit trail by this process, after it was; it must not block. */
    public void listen(Consumer<AuditEntry> listener) {
        parts.trail().listen(listener);
    }

    static MovexException unreadable(SQLException e) {
        return new MovexException(
                "MIGRATION_UNREADABLE",
                "Movex's own tables could not be read (SQLState " + e.getSQLState() + ").",
                "Check that both databases answer and that the user may read schema movex.",
                e);
    }

    /** Does what the gates of a move ask for; false if a full validation was made that was not clean. */
    boolean doWorkFor(MigrationState state, MigrationState next, boolean mayValidate, BooleanSupplier cancelled)
            throws Exception {
        return runs.workFor(state, next, moves.since().toEpochMilli(), mayValidate, cancelled);
    }

    void takeOver() throws SQLException, InterruptedException {
        moves.takeOver();
    }

    /** Returns per side, {@code src} and {@code dst}, {@code ok} or the error. Asks the databases, for 3 seconds at most. */
    public Map<String, String> health() {
        return probe.look();
    }

    /** Returns the statistics. */
    public MigrationStats stats() {
        return outlook.stats();
    }

    /** Returns what the members' applications send, and how it is mirrored. */
    public AuditReport audit() {
        return parts.members().audit();
    }

    /** Returns the repairs that a person may ask for. */
    public Repairs repairs() {
        return new Repairs(parts);
    }

    /** Returns what goes on. Asks the databases. */
    public MigrationStatus status() {
        MigrationState state = state();
        List<MigrationState> legal = LegalMoves.from(state);
        MigrationStats stats = stats();
        return new MigrationStatus(
                state.wire(),
                state.pattern().wire(),
                stats,
                health(),
                parts.members().metrics(),
                Duration.between(openedAt, parts.clock().instant()).toMillis() / 1000.0,
                epoch(),
                activity(),
                hold(),
                legal.isEmpty() ? List.of() : gates(legal.get(0)),
                legal.stream().map(MigrationState::wire).toList(),
                progress(),
                transitions(),
                outlook.members(),
                outlook.dirtyKeys(stats),
                parts.rates().rates(),
                wanted(),
                drive.demoted().isEmpty() ? null : drive.demoted(),
                follows() ? "follow" : "double-write",
                changeLog(),
                parts.tally().errors());
    }

    /** Returns whether the base's change log stands in for double writers. */
    public boolean follows() {
        return parts.workers().follow().follows();
    }

    /** Returns how many inconsistencies wait for their repair, wherever it is done; -1 if nobody can tell now. */
    public long waitingEvents() {
        return parts.workers().queuedEvents();
    }

    /** Returns how many rows repair has given up on, and that are not settled. */
    public long deadRows() {
        return parts.workers().deadLetters();
    }

    /** Returns how the reading of the base's change log goes; null if this process does not read it. Asks nobody. */
    public @Nullable ChangeLogStatus changeLog() {
        ControlRow row = parts.authority().row();
        return parts.workers()
                .follow()
                .status(row == null ? null : row.pattern().primary());
    }

    /**
     * Returns what is known of each table: its copy, the last validation that looked at it, repairs.
     *
     * @throws dev.movex.core.access.DatabaseUnavailable if the target does not answer
     */
    public MigrationReport report() {
        try {
            return new Reporter(parts).report(state(), epoch());
        } catch (SQLException e) {
            throw DatabaseUnavailable.because(Side.DST, e);
        }
    }

    /**
     * Returns where the counters of columns and sequences stand on both sides. Asks both databases.
     *
     * @throws dev.movex.core.access.DatabaseUnavailable if one of them does not answer
     */
    public List<CounterState> counters() {
        Side primary = state().pattern().primary();
        try {
            return new Counters(
                            parts.plan(), parts.databases(), parts.settings().counterHeadroom())
                    .states(primary);
        } catch (SQLException e) {
            throw DatabaseUnavailable.because(primary.other(), e);
        }
    }

    /** Returns how far each table has come. Asks nobody. */
    public List<TableProgress> progress() {
        return parts.progresses().all();
    }

    /** Returns the moves that were made. */
    public List<Transition> transitions() {
        return moves.made();
    }

    /** Returns why auto-migrate does not go on, also where another process drives it; null if it does, or is not wanted. */
    public @Nullable String hold() {
        String elsewhere = drive.wanted().map(AutoWanted::hold).orElse("");
        return autoRun.running() || elsewhere.isEmpty() ? autoMigrate.hold() : elsewhere;
    }

    /** Returns what runs now: {@code copy}, {@code full}, {@code incr}, {@code auto-migrate}, {@code change}. */
    public List<String> activity() {
        List<String> activity = new ArrayList<>(runs.active());
        if (autoRun.running()) {
            activity.add("auto-migrate");
        }
        if (moves.underWay()) {
            activity.add("change");
        }
        return activity;
    }

    void failed(String what, Exception error) {
        runs.failed(what, error);
    }

    /** Ends what runs in the background. Leaves state, journal and fences as they are. */
    @Override
    public void close() {
        try {
            watchman.close();
            promoting.stopIfRunning(Duration.ofSeconds(30));
            drive.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runs.close();
        parts.workers().close();
        probe.close();
    }
}
