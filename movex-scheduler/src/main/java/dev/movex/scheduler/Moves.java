package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.ControlRow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes moves between states: checks that they are legal, asks the gates, has the pattern changed, and notes it. */
final class Moves {
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    /** How often a process that opens looks at a change that another one may be at. */
    private static final int LOOKS = 10;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final MigrationParts parts;
    private final Runs runs;
    private final Coordinator coordinator;
    private final FirstAndLast ends;
    private final Function<MigrationState, List<GateResult>> gates;
    private final ReentrantLock moving = new ReentrantLock();
    private final List<Transition> made = new CopyOnWriteArrayList<>();
    private volatile Instant since;

    Moves(MigrationParts parts, Runs runs, Function<MigrationState, List<GateResult>> gates) {
        this.parts = parts;
        this.runs = runs;
        this.gates = gates;
        this.coordinator = new Coordinator(
                parts.store(),
                parts.members(),
                parts.workers(),
                parts.evidence()::proven,
                parts.settings(),
                parts.clock());
        this.ends = new FirstAndLast(parts);
        this.since = parts.clock().instant();
    }

    MigrationState state() {
        ControlRow row = parts.authority().row();
        return row == null ? MigrationState.INITIAL : row.state();
    }

    /** Returns since when the state holds. */
    Instant since() {
        return since;
    }

    List<Transition> made() {
        return List.copyOf(made);
    }

    boolean underWay() {
        return moving.isLocked();
    }

    /** Finds out where the migration stands, and finishes or undoes a change that was under way. */
    void find() throws SQLException, InterruptedException {
        if (openRow() == null) {
            return;
        }
        parts.store().createTables(); // those that a newer version has added
        recover();
        parts.claims().make();
        parts.evidence().load();
        parts.tally().load();
        parts.workers().loadDead();
        parts.trail().look();
        readMoves();
        enter();
        runs.resume();
    }

    /** Another process may be at the same change: whoever comes second looks again, and finds it ended. */
    private void recover() throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                coordinator.recover();
                return;
            } catch (ChangeBlockedException e) {
                if (attempt == LOOKS) {
                    throw new MovexException(
                            "CHANGE_UNDER_WAY",
                            "A change of pattern was found under way and could be neither finished nor undone: "
                                    + e.getMessage() + ".",
                            "Mend the cause and start again.",
                            e);
                }
                Pauser.real().pause(BETWEEN_LOOKS);
            }
        }
    }

    /**
     * Goes on where a process has stopped that is taken for dead: as {@link #find}, while nobody here moves.
     *
     * @throws MoveRefusedException with code {@code BUSY}
     */
    void takeOver() throws SQLException, InterruptedException {
        beginMoving();
        try {
            runs.suspend();
            find();
        } finally {
            moving.unlock();
        }
    }

    /** Learns of moves that another process has made. Leaves alone what is under way. */
    void follow() throws SQLException, InterruptedException {
        ControlRow known = parts.authority().row();
        ControlRow row = openRow();
        if (row == null || !row.open() || row.intent() != null || row.equals(known) || !moving.tryLock()) {
            return;
        }
        try {
            if (parts.authority().row() != known) {
                return; // it was this process that has moved in between
            }
            runs.suspend();
            parts.evidence().load();
            parts.tally().load();
            parts.workers().loadDead();
            readMoves();
            enter();
            LOG.info("another process has moved to {} (epoch {})", row.state().wire(), row.epoch());
        } finally {
            moving.unlock();
            runs.resume();
        }
    }

    /** The trail tells of the moves, also of those that another process has finished; what callers noticed is noted apart. */
    private void readMoves() throws SQLException {
        Map<Long, Double> pauses = new HashMap<>();
        for (String body : parts.records().log("transition")) {
            Transition noted = Transition.ofJson(body);
            if (noted.pauseMillis() != null) {
                pauses.put(noted.epoch(), noted.pauseMillis());
            }
        }
        List<Transition> read = parts.trail().moves().stream()
                .map(move -> Transition.of(move, pauses.get(move.epoch())))
                .toList();
        made.clear();
        made.addAll(read);
        if (!read.isEmpty()) {
            since = read.get(read.size() - 1).at();
        }
    }

    /**
     * Returns the row that tells the state: the open one. While a change is under way there may be none. The other side need
     * not answer then: it can't be open as well.
     */
    private @Nullable ControlRow openRow() throws SQLException {
        Map<Side, ControlRow> rows = new EnumMap<>(Side.class);
        SQLException away = null;
        for (Side side : Side.values()) {
            try {
                parts.store().read(side).ifPresent(row -> rows.put(side, row));
            } catch (SQLException e) {
                away = e;
            }
        }
        Optional<ControlRow> open =
                rows.values().stream().filter(ControlRow::open).findFirst();
        if (open.isEmpty() && away != null) {
            throw away;
        }
        return open.orElseGet(() -> rows.values().stream().findFirst().orElse(null));
    }

    private ControlRow enter() throws SQLException {
        ControlRow row = openRow();
        if (row == null) {
            throw new IllegalStateException("the control rows are gone");
        }
        parts.authority().set(row);
        Assignment assignment =
                new Assignment(row.pattern(), row.epoch(), parts.evidence().proven());
        parts.members().adopt("", assignment);
        return row;
    }

    /**
     * Makes a move.
     *
     * @param seen the epoch that the caller has seen; the move is refused at another one
     */
    Transition move(MigrationState to, String who, String why, boolean override, OptionalLong seen) {
        beginMoving();
        try {
            act();
            if (seen.isPresent() && seen.getAsLong() != epoch()) {
                throw refused(
                        "EPOCH_CHANGED",
                        "The migration is not at the epoch that you have seen: somebody has moved it.",
                        "Look at it again; its epoch is now " + epoch() + ".",
                        List.of());
            }
            MigrationState from = state();
            checkLegal(from, to);
            List<GateResult> results = gates.apply(to);
            boolean overridden = Gates.overridden(from, to, results, override ? why : null);
            return make(from, to, new Asked(who, why, overridden, results));
        } finally {
            moving.unlock();
        }
    }

    /**
     * Does what a change of the primary does, up to the decision, and goes back; several times.
     *
     * @throws MoveRefusedException with code {@code NOT_DUAL}, {@code BUSY} or {@code NOT_ACTING}
     */
    Rehearsal rehearse(int rounds, String who, String why) {
        beginMoving();
        try {
            act();
            MigrationState from = state();
            if (from != MigrationState.SRC_FIRST && from != MigrationState.DST_FIRST) {
                throw refused(
                        "NOT_DUAL",
                        "There is nothing to be rehearsed in " + from.wire() + ".",
                        "Rehearse while two databases are written, in src_first or dst_first.",
                        List.of());
            }
            MigrationState to = from == MigrationState.SRC_FIRST ? MigrationState.DST_FIRST : MigrationState.SRC_FIRST;
            Asked by = new Asked(who, why, false, List.of());
            return new Rehearsals(parts, runs, coordinator, this::learn).run(from, to, rounds, by);
        } finally {
            moving.unlock();
        }
    }

    /** The epoch is another one, also after what was undone. */
    private void learn() {
        try {
            enter();
        } catch (SQLException e) {
            runs.failed("rehearsal", e);
        }
    }

    private void beginMoving() {
        if (!moving.tryLock()) {
            throw refused("BUSY", "Another move is under way here.", "Wait until it is made.", List.of());
        }
    }

    /** Becomes the acting coordinator, and learns what the one before has done. */
    private void act() {
        try {
            parts.members().standForElection().ifPresent(other -> {
                throw refused(
                        "NOT_ACTING",
                        "Another process coordinates the migration: " + other + ".",
                        "Ask that one, or wait until it has been silent for some seconds.",
                        List.of());
            });
            ControlRow row = openRow();
            if (row != null && row.open() && !row.equals(parts.authority().row())) {
                parts.evidence().load();
                parts.tally().load();
                parts.workers().loadDead();
                readMoves();
                enter();
            }
        } catch (SQLException e) {
            // a side that is given up need not answer; if it is needed, the change says so
            LOG.debug("the control rows could not be read again: {}", e.toString());
        }
    }

    private void checkLegal(MigrationState from, MigrationState to) {
        if (!LegalMoves.from(from).contains(to)) {
            String legal =
                    LegalMoves.from(from).stream().map(MigrationState::wire).collect(joining(", "));
            throw refused(
                    "ILLEGAL_MOVE",
                    "There is no move from " + from.wire() + " to " + to.wire() + ".",
                    legal.isEmpty() ? "The migration is over." : "Legal now: " + legal + ".",
                    List.of());
        }
    }

    private MoveRefusedException refused(String code, String problem, String remedy, List<GateResult> results) {
        return new MoveRefusedException(code, problem, remedy, LegalMoves.from(state()), results);
    }

    private Transition make(MigrationState from, MigrationState to, Asked by) {
        try {
            Double pause = perform(from, to, by);
            ControlRow row = enter();
            keepLog(row);
            since = parts.clock().instant();
            Transition transition = new Transition(from, to, row.epoch(), since, by.who(), by.why(), by.gates(), pause);
            made.add(transition);
            note(transition, by);
            LOG.info("{} -> {} (epoch {}) by {}", from.wire(), to.wire(), row.epoch(), by.who());
            return transition;
        } catch (ChangeBlockedException e) {
            parts.tally().error(LastError.of(parts.clock().instant(), "move to " + to.wire(), e));
            throw blocked(from, to, by, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            runs.failed("move to " + to.wire(), e);
            throw blocked(from, to, by, "a database failed (SQLState " + e.getSQLState() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw blocked(from, to, by, "it was interrupted");
        } finally {
            runs.resume();
        }
    }

    /** Returns the pause that callers saw, in milliseconds; null if nobody was held. */
    private @Nullable Double perform(MigrationState from, MigrationState to, Asked by)
            throws SQLException, ChangeBlockedException, InterruptedException {
        if (from == MigrationState.INITIAL) {
            String taken = ends.begin(by);
            if (!taken.isEmpty()) {
                throw refused(
                        "TABLES_TAKEN",
                        "Another migration moves tables of this one: " + taken + ".",
                        "Leave them out of one of the two plans, or complete or uninstall the other migration first.",
                        List.of());
            }
            parts.tally().started(parts.clock().instant());
            return null;
        }
        if (to == MigrationState.COMPLETED) {
            ends.complete(by);
            return null;
        }
        parts.trail().look();
        Side older = from.pattern().primary();
        Side newer = to.pattern().primary();
        if (older != newer && parts.workers().follow().follows()) {
            return new FollowSwitch(parts).around(older, newer, () -> change(to, by));
        }
        change(to, by);
        return older == newer ? null : parts.members().lastHoldMillis();
    }

    private void change(MigrationState to, Asked by) throws SQLException, ChangeBlockedException, InterruptedException {
        runs.suspend();
        try {
            coordinator.change(to, by.who(), by.why(), by.note());
        } finally {
            enter(); // also after a change that was undone: the epoch is another one
        }
    }

    /** Reads no log but that of the base of two sides. */
    private void keepLog(ControlRow row) {
        boolean read = row.pattern().dual();
        parts.workers().follow().log().keepOnly(read ? Set.of(row.pattern().primary()) : Set.of());
    }

    private MoveRefusedException blocked(MigrationState from, MigrationState to, Asked by, String what) {
        parts.trail()
                .note(new AuditEntry(
                        "move_failed",
                        parts.clock().instant(),
                        by.who(),
                        what,
                        from,
                        to,
                        epoch(),
                        by.override(),
                        by.gates(),
                        null));
        return refused(
                "CHANGE_BLOCKED",
                "The change to " + to.wire() + " was held up: " + what + ".",
                "Nothing is lost; mend the cause and ask for it again.",
                List.of());
    }

    private long epoch() {
        ControlRow row = parts.authority().row();
        return row == null ? 0 : row.epoch();
    }

    private void note(Transition transition, Asked by) {
        AuditEntry move = new AuditEntry(
                AuditEntry.MOVE,
                transition.at(),
                by.who(),
                by.why(),
                transition.from(),
                transition.to(),
                transition.epoch(),
                by.override(),
                by.gates(),
                null);
        parts.trail().witness(move);
        parts.trail().tell(move);
        try {
            parts.records().append("transition", transition.toJson());
            parts.tally().save();
        } catch (SQLException e) {
            runs.failed("note of the transition", e);
        }
    }
}
