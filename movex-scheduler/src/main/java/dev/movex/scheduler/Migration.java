package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.access.Databases;
import dev.movex.core.control.AuditReport;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.plan.Plan;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
    private final HealthProbe probe;
    private final Instant openedAt;

    private Migration(MigrationParts parts) {
        this.parts = parts;
        this.runs = new Runs(parts);
        this.gates = new Gates(parts.plan(), parts.evidence(), parts.members(), parts.settings(), parts.clock());
        this.moves = new Moves(parts, runs, this::gates);
        this.autoRun = new BackgroundRun("auto-migrate", e -> runs.failed("auto-migrate", e));
        this.promoting = new BackgroundRun("auto-promotion", e -> runs.failed("auto-promotion", e));
        this.autoMigrate = new AutoMigrate(this, parts.settings(), autoRun);
        this.probe = new HealthProbe(parts.databases(), parts.members());
        this.openedAt = parts.clock().instant();
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
        Plan plan = config.plan();
        Databases databases = config.databases();
        Records records = new Records(plan.migration(), databases);
        EvidenceBook evidence = new EvidenceBook(records);
        Tally tally = new Tally(records);
        Progresses progresses = new Progresses(plan);
        AuthorityHolder authority = new AuthorityHolder();
        Workers workers = new CoreWorkers(config, records, evidence, tally, progresses, authority);
        Migration migration = new Migration(new MigrationParts(
                plan,
                databases,
                members,
                config.settings(),
                Clock.systemUTC(),
                new JdbcControlStore(plan.migration(), databases),
                records,
                evidence,
                tally,
                workers,
                progresses,
                authority));
        try {
            migration.moves.find();
            migration.promoteIfAsked();
            return migration;
        } catch (SQLException e) {
            migration.close();
            throw new MovexException(
                    "MIGRATION_UNREADABLE",
                    "Movex's own tables could not be read (SQLState " + e.getSQLState() + ").",
                    "Check that both databases answer and that the user may read schema movex.",
                    e);
        }
    }

    private void promoteIfAsked() {
        if (parts.settings().autoPromotion()) {
            promoting.start(cancelled -> autoMigrate.promote(promoting, autoRun::running));
        }
    }

    /** Returns the name. */
    public String name() {
        return parts.plan().migration();
    }

    /** Returns the state. */
    public MigrationState state() {
        return moves.state();
    }

    /** Returns the number of the last change of pattern; 0 before the first. */
    public long epoch() {
        ControlRow row = parts.authority().row();
        return row == null ? 0 : row.epoch();
    }

    /**
     * Moves the state. Returns when the move is made, which takes the time of a change of pattern.
     *
     * @param to the state to enter
     * @param who who asks for it
     * @param why the reason; needed to override gates
     * @param override whether to move although gates do not pass
     * @throws MoveRefusedException with code {@code ILLEGAL_MOVE}, {@code GATES_NOT_PASSED}, {@code BUSY} or {@code
     *     CHANGE_BLOCKED}; the state is what it was
     */
    public Transition move(MigrationState to, String who, String why, boolean override) {
        return moves.move(to, who, why, override);
    }

    /** Returns what each gate of a move says now. */
    public List<GateResult> gates(MigrationState to) {
        return gates.ask(to, inputs(to));
    }

    private GateInputs inputs(MigrationState to) {
        boolean preflight = to == MigrationState.SRC_ONLY || to == MigrationState.SRC_FIRST;
        long epoch = epoch();
        boolean undrained = parts.members().members().stream()
                .anyMatch(m -> m.openTransactions().stream().anyMatch(t -> t.epoch() < epoch));
        return new GateInputs(
                state(),
                Duration.between(moves.since(), parts.clock().instant()),
                health(),
                preflight ? parts.workers().preflight() : List.of(),
                journalDepth()[0],
                parts.workers().deadLetters(),
                undrained);
    }

    private long[] journalDepth() {
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
     * Starts a validation of every row.
     *
     * @return the run's id
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startFull(String who) {
        return runs.startFull(who);
    }

    /** Stops the full validation. It leaves no evidence. */
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
        if (state() == MigrationState.COMPLETED) {
            throw new MovexException("COMPLETED", "The migration is over.", "There is nothing left to do.");
        }
        autoRun.start(cancelled -> autoMigrate.run(who, until, cancelled));
    }

    /** Stops auto-migrate; the state stays what it is. */
    public void stopAutoMigrate(String who) {
        Runs.stop(autoRun, who);
    }

    /** Does what the gates of the way on ask for; false if a full validation was made that was not clean. */
    boolean doWorkFor(MigrationState state, boolean mayValidate, BooleanSupplier cancelled) throws Exception {
        return runs.workFor(state, moves.since().toEpochMilli(), mayValidate, cancelled);
    }

    /** Returns per side, {@code src} and {@code dst}, {@code ok} or the error. Asks the databases, for 3 seconds at most. */
    public Map<String, String> health() {
        return probe.look();
    }

    /** Returns the statistics. */
    public MigrationStats stats() {
        long[] journal = journalDepth();
        return parts.tally().stats(state().wire(), journal[0], journal[1]);
    }

    /** Returns what the members' applications send, and how it is mirrored. */
    public AuditReport audit() {
        return parts.members().audit();
    }

    /** Returns what goes on. Asks the databases. */
    public MigrationStatus status() {
        MigrationState state = state();
        List<MigrationState> legal = LegalMoves.from(state);
        return new MigrationStatus(
                state.wire(),
                state.pattern().wire(),
                stats(),
                health(),
                parts.members().metrics(),
                Duration.between(openedAt, parts.clock().instant()).toMillis() / 1000.0,
                epoch(),
                activity(),
                autoMigrate.hold(),
                legal.isEmpty() ? List.of() : gates(legal.get(0)),
                legal.stream().map(MigrationState::wire).toList(),
                progress(),
                transitions());
    }

    /** Returns how far each table has come. Asks nobody. */
    public List<TableProgress> progress() {
        return parts.progresses().all();
    }

    /** Returns the moves that were made. */
    public List<Transition> transitions() {
        return moves.made();
    }

    /** Returns why auto-migrate does not go on; null if it does, or does not run. */
    public @Nullable String hold() {
        return autoMigrate.hold();
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
        for (BackgroundRun run : List.of(autoRun, promoting)) {
            try {
                run.stopIfRunning(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        runs.close();
        parts.workers().close();
        probe.close();
    }
}
