package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Member;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A migration, steered: its state and the moves between states, the runs that go on in the background, and what can be
 * told of them. All methods are thread-safe. A move is made by one caller at a time; a second one is refused.
 */
public final class Migration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Plan plan;
    private final Databases databases;
    private final MemberGroup members;
    private final Settings settings;
    private final Clock clock;
    private final JdbcControlStore store;
    private final Records records;
    private final EvidenceBook evidence;
    private final Tally tally;
    private final Workers workers;
    private final Gates gates;
    private final Coordinator coordinator;
    private final Progresses progresses;

    private final AuthorityHolder authority;

    private final ReentrantLock moving = new ReentrantLock();
    private final BackgroundRun copyRun = new BackgroundRun("copy", e -> failed("copy", e));
    private final BackgroundRun fullRun = new BackgroundRun("full validation", e -> failed("full validation", e));
    private final BackgroundRun incrementalRun =
            new BackgroundRun("incremental validation", e -> failed("incremental validation", e));
    private final BackgroundRun autoRun = new BackgroundRun("auto-migrate", e -> failed("auto-migrate", e));
    private final BackgroundRun sweeping = new BackgroundRun("sweeper", e -> failed("sweeper", e));
    private final BackgroundRun promoting = new BackgroundRun("auto-promotion", e -> failed("auto-promotion", e));
    private final AutoMigrate autoMigrate;
    private final List<Transition> transitions = new CopyOnWriteArrayList<>();
    private final Instant openedAt;

    private volatile Instant stateSince;
    private volatile @Nullable IncrementalRequest incrementalRequest;

    /** What the incremental validation was started with, so that it can go on after a change of the base. */
    private record IncrementalRequest(long utimeMillis, Duration interval) {}

    Migration(MigrationParts parts) {
        this.plan = parts.plan();
        this.databases = parts.databases();
        this.members = parts.members();
        this.settings = parts.settings();
        this.clock = parts.clock();
        this.store = parts.store();
        this.records = parts.records();
        this.evidence = parts.evidence();
        this.tally = parts.tally();
        this.workers = parts.workers();
        this.progresses = parts.progresses();
        this.authority = parts.authority();
        this.gates = new Gates(plan, evidence, members, settings, clock);
        this.coordinator = new Coordinator(store, members, workers, evidence::proven, settings, clock);
        this.autoMigrate = new AutoMigrate(this, settings, autoRun);
        this.openedAt = clock.instant();
        this.stateSince = openedAt;
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
            migration.find();
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

    /** Finds out where the migration stands, finishes or undoes a change that was under way, and tells the members. */
    private void find() throws SQLException, InterruptedException {
        ControlRow row = findOpenRow();
        if (row != null) {
            try {
                coordinator.recover();
            } catch (ChangeBlockedException e) {
                throw new MovexException(
                        "CHANGE_UNDER_WAY",
                        "A change of pattern was found under way and could be neither finished nor undone: "
                                + e.getMessage() + ".",
                        "Mend the cause and start again.",
                        e);
            }
            row = findOpenRow();
        }
        if (row != null) {
            evidence.load();
            tally.load();
            records.log("transition").forEach(body -> transitions.add(Transition.ofJson(body)));
            transitions.stream().reduce((a, b) -> b).ifPresent(last -> stateSince = last.at());
            enter(row);
        }
        if (settings.autoPromotion()) {
            promoting.start(this::promoteWhenReady);
        }
    }

    private @Nullable ControlRow findOpenRow() throws SQLException {
        Map<Side, ControlRow> rows = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            store.read(side).ifPresent(row -> rows.put(side, row));
        }
        return rows.values().stream()
                .filter(ControlRow::open)
                .findFirst()
                .orElseGet(() -> rows.values().stream().findFirst().orElse(null));
    }

    private void enter(ControlRow row) {
        authority.set(row);
        Assignment assignment = new Assignment(row.pattern(), row.epoch(), evidence.proven());
        members.members().forEach(m -> m.adopt(assignment));
        if (row.pattern().dual() && !sweeping.running()) {
            sweeping.start(cancelled -> workers.sweepUntil(cancelled, authority, sweeping));
        }
    }

    /** Returns the state. */
    public MigrationState state() {
        ControlRow row = authority.row();
        return row == null ? MigrationState.INITIAL : row.state();
    }

    /** Returns the number of the last change of pattern; 0 before the first. */
    public long epoch() {
        ControlRow row = authority.row();
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
        if (!moving.tryLock()) {
            throw refused("BUSY", "Another move is under way.", "Wait until it is made.", List.of());
        }
        try {
            MigrationState from = state();
            if (!LegalMoves.from(from).contains(to)) {
                String legal =
                        LegalMoves.from(from).stream().map(MigrationState::wire).collect(joining(", "));
                throw refused(
                        "ILLEGAL_MOVE",
                        "There is no move from " + from.wire() + " to " + to.wire() + ".",
                        legal.isEmpty() ? "The migration is over." : "Legal now: " + legal + ".",
                        List.of());
            }
            List<GateResult> results = gates(to);
            checkGates(to, results, override, why);
            return make(from, to, who, why, results);
        } finally {
            moving.unlock();
        }
    }

    private void checkGates(MigrationState to, List<GateResult> results, boolean override, String why) {
        if (results.stream().allMatch(GateResult::passed)) {
            return;
        }
        if (override && !why.isBlank()) {
            LOG.warn("gates to {} are overridden: {}", to.wire(), why);
            return;
        }
        String failed = results.stream()
                .filter(g -> !g.passed())
                .map(g -> g.gate() + ": " + g.reason())
                .collect(joining("; "));
        throw refused(
                "GATES_NOT_PASSED",
                "Gates to " + to.wire() + " did not pass: " + failed + ".",
                override ? "An override needs a reason (why)." : "Mend what they say, or override them with a reason.",
                results);
    }

    private MoveRefusedException refused(String code, String problem, String remedy, List<GateResult> results) {
        return new MoveRefusedException(code, problem, remedy, LegalMoves.from(state()), results);
    }

    private Transition make(MigrationState from, MigrationState to, String who, String why, List<GateResult> results) {
        try {
            Double pause = null;
            if (from == MigrationState.INITIAL) {
                store.install();
                tally.started(clock.instant());
                tally.save();
            } else if (to == MigrationState.COMPLETED) {
                complete();
            } else {
                pause = change(from, to, who, why);
            }
            ControlRow row = findOpenRow();
            if (row == null) {
                throw new IllegalStateException("the control rows are gone");
            }
            stateSince = clock.instant();
            enter(row);
            Transition made = new Transition(from, to, row.epoch(), stateSince, who, why, results, pause);
            transitions.add(made);
            note(made);
            LOG.info("{} -> {} (epoch {}) by {}", from.wire(), to.wire(), row.epoch(), who);
            return made;
        } catch (ChangeBlockedException e) {
            tally.error(String.valueOf(e.getMessage()));
            throw blocked(to, e.getMessage());
        } catch (SQLException e) {
            failed("move to " + to.wire(), e);
            throw blocked(to, "a database failed (SQLState " + e.getSQLState() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw blocked(to, "it was interrupted");
        } finally {
            resumeWork();
        }
    }

    private MoveRefusedException blocked(MigrationState to, @Nullable String what) {
        return refused(
                "CHANGE_BLOCKED",
                "The change to " + to.wire() + " was held up: " + what + ".",
                "Nothing is lost; mend the cause and ask for it again.",
                List.of());
    }

    /** Returns the pause that callers saw, in milliseconds; null if nobody was held. */
    private @Nullable Double change(MigrationState from, MigrationState to, String who, String why)
            throws SQLException, ChangeBlockedException, InterruptedException {
        // a run has one base and one epoch; it can't go on over a change
        copyRun.stopIfRunning(STOP_LIMIT);
        fullRun.stopIfRunning(STOP_LIMIT);
        incrementalRun.stopIfRunning(STOP_LIMIT);
        sweeping.stopIfRunning(STOP_LIMIT);
        coordinator.change(to, who, why);
        return from.pattern().primary() == to.pattern().primary() ? null : members.lastHoldMillis();
    }

    private void resumeWork() {
        ControlRow row = authority.row();
        if (row == null || !row.pattern().dual()) {
            return;
        }
        if (!sweeping.running()) {
            sweeping.start(cancelled -> workers.sweepUntil(cancelled, authority, sweeping));
        }
        IncrementalRequest request = incrementalRequest;
        if (request != null && !incrementalRun.running()) {
            startWindows(request);
        }
    }

    private void complete() throws SQLException, ChangeBlockedException {
        for (Side side : new Side[] {Side.SRC, Side.DST}) {
            ControlRow row = store.read(side).orElse(null);
            if (row != null && row.state() != MigrationState.COMPLETED) {
                ControlRow done = row.raised(row.epoch(), row.pattern(), row.open(), MigrationState.COMPLETED);
                if (!store.compareAndSet(row, done, settings.drainLimit())) {
                    throw new ChangeBlockedException("the control row was changed by somebody else");
                }
            }
        }
    }

    private void note(Transition made) {
        try {
            records.append("transition", made.toJson());
            tally.save();
        } catch (SQLException e) {
            failed("note of the transition", e);
        }
    }

    /** Returns what each gate of a move says now. */
    public List<GateResult> gates(MigrationState to) {
        return gates.ask(to, inputs(to));
    }

    private GateInputs inputs(MigrationState to) {
        boolean preflight = to == MigrationState.SRC_ONLY || to == MigrationState.SRC_FIRST;
        long[] journal = journalDepth();
        long epoch = epoch();
        boolean undrained = members.members().stream()
                .anyMatch(m -> m.openTransactions().stream().anyMatch(t -> t.epoch() < epoch));
        return new GateInputs(
                state(),
                Duration.between(stateSince, clock.instant()),
                health(),
                preflight ? workers.preflight() : List.of(),
                journal[0],
                workers.deadLetters(),
                undrained);
    }

    private long[] journalDepth() {
        ControlRow row = authority.row();
        if (row == null || !row.pattern().dual()) {
            return new long[] {0, 0};
        }
        try {
            return workers.journalDepth(row.pattern().primary());
        } catch (SQLException e) {
            failed("journal depth", e);
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
        Authority right = authority.get();
        String id = newRun("copy", who);
        copyRun.start(cancelled -> copy(right, cancelled));
        return id;
    }

    private void copy(Authority right, BooleanSupplier cancelled) throws Exception {
        workers.copy(right, cancelled, table -> {
            evidence.prove(table, clock.instant().toString());
            publishProven();
        });
        tally.save();
    }

    private void publishProven() {
        ControlRow row = authority.row();
        if (row != null) {
            Assignment assignment = new Assignment(row.pattern(), row.epoch(), evidence.proven());
            members.members().forEach(m -> m.adopt(assignment));
        }
    }

    /** Stops the copy; what it has done stays done, and it goes on there when it is started again. */
    public void stopCopy(String who) {
        stop(copyRun, who);
    }

    /**
     * Starts a validation of every row.
     *
     * @return the run's id
     * @throws MovexException with code {@code ALREADY_RUNNING} or {@code NOT_DUAL}
     */
    public String startFull(String who) {
        Authority right = authority.get();
        String id = newRun("full", who);
        fullRun.start(cancelled -> validate(id, right, cancelled));
        return id;
    }

    private boolean validate(String id, Authority right, BooleanSupplier cancelled) throws Exception {
        FullEvidence result = workers.validate(id, right, epoch(), cancelled);
        if (cancelled.getAsBoolean()) {
            return false;
        }
        evidence.full(result);
        tally.fullRuns.incrementAndGet();
        tally.save();
        return result.clean();
    }

    /** Stops the full validation. It leaves no evidence. */
    public void stopFull(String who) {
        stop(fullRun, who);
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
        authority.get();
        IncrementalRequest request = new IncrementalRequest(utimeMillis, Duration.ofMillis(intervalMillis));
        startWindows(request);
        incrementalRequest = request;
        return newRun("incr", who);
    }

    private void startWindows(IncrementalRequest request) {
        Authority right = authority.get();
        incrementalRun.start(cancelled -> {
            while (!cancelled.getAsBoolean()) {
                boolean clean = workers.window(right, epoch(), request.utimeMillis(), cancelled);
                if (!cancelled.getAsBoolean()) {
                    evidence.window(right.base(), clean);
                    tally.windows.incrementAndGet();
                }
                if (incrementalRun.pause(request.interval())) {
                    return;
                }
            }
        });
    }

    /** Stops the incremental validation. Its cursor is kept. */
    public void stopIncremental(String who) {
        stop(incrementalRun, who);
        incrementalRequest = null;
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
        stop(autoRun, who);
    }

    private String newRun(String kind, String who) {
        String id = kind + "-" + UUID.randomUUID().toString().substring(0, 8);
        LOG.info("{} started by {}", id, who);
        return id;
    }

    private void stop(BackgroundRun run, String who) {
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

    /**
     * Does what the gates of the way on ask for, on the caller's thread.
     *
     * @return false if a full validation was made that was not clean
     */
    boolean doWorkFor(MigrationState state, boolean mayValidate, BooleanSupplier cancelled) throws Exception {
        if (!state.pattern().dual()) {
            return true;
        }
        Authority right = authority.get();
        if (!incrementalRun.running()) {
            startIncremental(
                    stateSince.toEpochMilli(), settings.windowInterval().toMillis(), "auto-migrate");
        }
        if (plan.tables().stream().anyMatch(t -> !evidence.proven().contains(t.name())) && !copyRun.running()) {
            copy(right, cancelled);
        }
        boolean fresh = evidence.cleanFull()
                .filter(f -> f.base() == right.base())
                .filter(f -> Duration.between(f.endedAt(), clock.instant()).compareTo(settings.evidenceLimit()) < 0)
                .isPresent();
        if (fresh || !mayValidate || fullRun.running() || cancelled.getAsBoolean()) {
            return fresh || fullRun.running();
        }
        return validate(newRun("full", "auto-migrate"), right, cancelled);
    }

    private void promoteWhenReady(BooleanSupplier cancelled) throws InterruptedException {
        while (!promoting.pause(settings.windowInterval())) {
            if (!state().pattern().dual() || autoRun.running()) {
                continue;
            }
            MigrationState next = LegalMoves.from(state()).get(0);
            try {
                if (gates(next).stream().allMatch(GateResult::passed)) {
                    move(next, "auto-promotion", "all gates passed", false);
                }
            } catch (MovexException e) {
                tally.error(e.getMessage() == null ? e.code() : e.getMessage());
            }
        }
    }

    /** Returns per side, {@code src} and {@code dst}, {@code ok} or the error. Asks the databases. */
    public Map<String, String> health() {
        Map<String, String> health = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            health.put(side.name().toLowerCase(Locale.ROOT), health(side));
        }
        return health;
    }

    private String health(Side side) {
        try (Connection connection = databases.connect(side)) {
            return connection.isValid(2) ? "ok" : "the connection does not answer";
        } catch (SQLException e) {
            return "can't be reached (SQLState " + e.getSQLState() + ")";
        }
    }

    /** Returns the statistics. */
    public MigrationStats stats() {
        long[] journal = journalDepth();
        return tally.stats(state().wire(), journal[0], journal[1]);
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
                members.metrics(),
                Duration.between(openedAt, clock.instant()).toMillis() / 1000.0,
                epoch(),
                activity(),
                autoMigrate.hold(),
                legal.isEmpty() ? List.of() : gates(legal.get(0)),
                legal.stream().map(MigrationState::wire).toList(),
                progress(),
                List.copyOf(transitions));
    }

    /** Returns how far each table has come. Asks nobody. */
    public List<TableProgress> progress() {
        return progresses.all();
    }

    /** Returns the moves that were made. */
    public List<Transition> transitions() {
        return List.copyOf(transitions);
    }

    /** Returns why auto-migrate does not go on; null if it does, or does not run. */
    public @Nullable String hold() {
        return autoMigrate.hold();
    }

    private List<String> activity() {
        List<String> activity = new ArrayList<>();
        Map<String, BackgroundRun> runs = new LinkedHashMap<>();
        runs.put("copy", copyRun);
        runs.put("full", fullRun);
        runs.put("incr", incrementalRun);
        runs.put("auto-migrate", autoRun);
        runs.forEach((name, run) -> {
            if (run.running()) {
                activity.add(name);
            }
        });
        if (moving.isLocked()) {
            activity.add("change");
        }
        return activity;
    }

    void failed(String what, Exception error) {
        String text = what + ": "
                + (error instanceof SQLException sql
                        ? "SQLState " + sql.getSQLState()
                        : String.valueOf(error.getMessage()));
        tally.error(text);
        LOG.warn("{} failed", what, error);
    }

    /** Ends what runs in the background. Leaves state, journal and fences as they are. */
    @Override
    public void close() {
        for (BackgroundRun run : List.of(autoRun, promoting, copyRun, fullRun, incrementalRun, sweeping)) {
            try {
                run.stopIfRunning(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        workers.close();
    }

    /** Returns the members, for tests and for those who show them. */
    public List<? extends Member> members() {
        return members.members();
    }
}
