package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.ControlRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes moves between states: checks that they are legal, asks the gates, has the pattern changed, and notes it. */
final class Moves {
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    private final MigrationParts parts;
    private final Runs runs;
    private final Coordinator coordinator;
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
        parts.claims().make();
        parts.evidence().load();
        parts.tally().load();
        parts.records().log("transition").forEach(body -> made.add(Transition.ofJson(body)));
        if (!made.isEmpty()) {
            since = made.get(made.size() - 1).at();
        }
        enter();
        runs.resume();
    }

    /** Returns the row that tells the state: the open one. While a change is under way there may be none. */
    private @Nullable ControlRow openRow() throws SQLException {
        Map<Side, ControlRow> rows = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            parts.store().read(side).ifPresent(row -> rows.put(side, row));
        }
        return rows.values().stream()
                .filter(ControlRow::open)
                .findFirst()
                .orElseGet(() -> rows.values().stream().findFirst().orElse(null));
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

    Transition move(MigrationState to, String who, String why, boolean override) {
        if (!moving.tryLock()) {
            throw refused("BUSY", "Another move is under way.", "Wait until it is made.", List.of());
        }
        try {
            MigrationState from = state();
            checkLegal(from, to);
            List<GateResult> results = gates.apply(to);
            checkGates(to, results, override, why);
            return make(from, to, who, why, results);
        } finally {
            moving.unlock();
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

    private void checkGates(MigrationState to, List<GateResult> results, boolean override, String why) {
        String failed = results.stream()
                .filter(g -> !g.passed())
                .map(g -> g.gate() + ": " + g.reason())
                .collect(joining("; "));
        if (failed.isEmpty()) {
            return;
        }
        if (override && !why.isBlank()) {
            LOG.warn("gates to {} are overridden because: {}", to.wire(), why);
            return;
        }
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
            Double pause = perform(from, to, who, why);
            ControlRow row = enter();
            since = parts.clock().instant();
            Transition transition = new Transition(from, to, row.epoch(), since, who, why, results, pause);
            made.add(transition);
            note(transition);
            LOG.info("{} -> {} (epoch {}) by {}", from.wire(), to.wire(), row.epoch(), who);
            return transition;
        } catch (ChangeBlockedException e) {
            parts.tally().error(String.valueOf(e.getMessage()));
            throw blocked(to, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            runs.failed("move to " + to.wire(), e);
            throw blocked(to, "a database failed (SQLState " + e.getSQLState() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw blocked(to, "it was interrupted");
        } finally {
            runs.resume();
        }
    }

    /** Returns the pause that callers saw, in milliseconds; null if nobody was held. */
    private @Nullable Double perform(MigrationState from, MigrationState to, String who, String why)
            throws SQLException, ChangeBlockedException, InterruptedException {
        if (from == MigrationState.INITIAL) {
            install();
            parts.tally().started(parts.clock().instant());
            return null;
        }
        if (to == MigrationState.COMPLETED) {
            complete();
            return null;
        }
        runs.suspend();
        try {
            coordinator.change(to, who, why);
        } finally {
            enter(); // also after a change that was undone: the epoch is another one
        }
        return from.pattern().primary() == to.pattern().primary()
                ? null
                : parts.members().lastHoldMillis();
    }

    private void install() throws SQLException {
        parts.store().createTables();
        parts.claims().make();
        parts.store().install();
        String taken = parts.claims().taken();
        if (!taken.isEmpty()) {
            parts.store().remove();
            parts.claims().drop();
            throw refused(
                    "TABLES_TAKEN",
                    "Another migration moves tables of this one: " + taken + ".",
                    "Leave them out of one of the two plans, or complete or uninstall the other migration first.",
                    List.of());
        }
    }

    private MoveRefusedException blocked(MigrationState to, String what) {
        return refused(
                "CHANGE_BLOCKED",
                "The change to " + to.wire() + " was held up: " + what + ".",
                "Nothing is lost; mend the cause and ask for it again.",
                List.of());
    }

    private void complete() throws SQLException, ChangeBlockedException {
        for (Side side : Side.values()) {
            ControlRow row = parts.store().read(side).orElse(null);
            if (row != null && row.state() != MigrationState.COMPLETED) {
                ControlRow done = row.raised(row.epoch(), row.pattern(), row.open(), MigrationState.COMPLETED);
                if (!parts.store().compareAndSet(row, done, parts.settings().drainLimit())) {
                    throw new ChangeBlockedException("the control row was changed by somebody else");
                }
            }
        }
    }

    private void note(Transition transition) {
        try {
            parts.records().append("transition", transition.toJson());
            parts.tally().save();
        } catch (SQLException e) {
            runs.failed("note of the transition", e);
        }
    }
}
