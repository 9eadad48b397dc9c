package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.ChangeProtocol;
import dev.movex.core.control.ChangeStep;
import dev.movex.core.control.ChangeView;
import dev.movex.core.control.ChangeView.Mark;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.ControlStore;
import dev.movex.core.control.Intent;
import dev.movex.core.control.MemberGroup;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link ChangeProtocol} says, one step after the other, against the control rows and the members. It
 * keeps nothing that a successor would miss. One change at a time: callers take care of that within a process, the
 * control rows do among processes.
 */
final class Coordinator {
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

    private final ControlStore store;
    private final MemberGroup members;
    private final ChangeActions actions;
    private final Supplier<Set<String>> proven;
    private final Settings settings;
    private final Clock clock;

    Coordinator(
            ControlStore store,
            MemberGroup members,
            ChangeActions actions,
            Supplier<Set<String>> proven,
            Settings settings,
            Clock clock) {
        this.store = store;
        this.members = members;
        this.actions = actions;
        this.proven = proven;
        this.settings = settings;
        this.clock = clock;
    }

    /** As the other method, for a change of which nothing more has to be written down. */
    long change(MigrationState to, String who, String why)
            throws SQLException, ChangeBlockedException, InterruptedException {
        return change(to, who, why, "");
    }

    /**
     * Moves all members to the pattern of a state.
     *
     * @param note what the intent keeps for whoever finishes the change
     * @return the epoch that was reached
     * @throws ChangeBlockedException if something held it up; a change of the primary has been undone then, another one is
     *     finished when it is asked for again
     */
    long change(MigrationState to, String who, String why, String note)
            throws SQLException, ChangeBlockedException, InterruptedException {
        recover();
        Pattern target = to.pattern();
        ControlRow src = read(Side.SRC, target);
        ControlRow dst = read(Side.DST, target);
        ControlRow primary = target.primary() == Side.SRC ? src : dst;
        if (primary != null && primary.open() && primary.pattern() == target && primary.state() == to) {
            return primary.epoch(); // what was found under way was this very change
        }
        ChangeView view = begin(to, src, dst, new Asking(who, why, note));
        carryOut(view);
        return view.intent().epoch();
    }

    /** Who asks, why, and what else is to be noted. */
    private record Asking(String who, String why, String note) {}

    /**
     * Changes the primary up to the decision, and goes back.
     *
     * @throws ChangeBlockedException if something held it up; it has been undone then
     */
    void rehearse(MigrationState to, String who, String why, RehearsalWatch watch)
            throws SQLException, ChangeBlockedException, InterruptedException {
        recover();
        ChangeView view =
                begin(to, read(Side.SRC, to.pattern()), read(Side.DST, to.pattern()), new Asking(who, why, ""));
        Intent intent = view.intent();
        try {
            run(view, v -> watch.next(upToDecision(v)), intent.deadline());
        } catch (SQLException | ChangeBlockedException | RuntimeException e) {
            undo(intent, e);
            throw e;
        }
        ChangeView decidable =
                new ChangeView(intent, read(Side.SRC, to.pattern()), read(Side.DST, to.pattern()), Set.of());
        run(decidable, v -> watch.next(ChangeProtocol.back(v)), wayOut());
    }

    private static ChangeStep upToDecision(ChangeView view) {
        ChangeStep step = ChangeProtocol.forward(view);
        return step instanceof ChangeStep.Write write && write.decides() ? new ChangeStep.Done() : step;
    }

    private ChangeView begin(MigrationState to, @Nullable ControlRow src, @Nullable ControlRow dst, Asking asking) {
        Pattern target = to.pattern();
        long epoch = Math.max(src == null ? 0 : src.epoch(), dst == null ? 0 : dst.epoch()) + 1;
        Pattern from = src != null && src.open()
                ? src.pattern()
                : required(dst, Side.DST).pattern();
        Instant deadline =
                clock.instant().plus(from.primary() == target.primary() ? settings.drainLimit() : settings.holdLimit());
        Intent intent = new Intent(from, target, to, epoch, deadline, asking.who(), asking.why(), asking.note());
        return new ChangeView(intent, src, dst, Set.of());
    }

    /** Finishes or undoes a change that was found under way. */
    void recover() throws SQLException, ChangeBlockedException, InterruptedException {
        EnumMap<Side, ControlRow> rows = new EnumMap<>(Side.class);
        SQLException away = null;
        for (Side side : Side.values()) {
            try {
                store.read(side).ifPresent(row -> rows.put(side, row));
            } catch (SQLException e) {
                away = e;
            }
        }
        ControlRow src = rows.get(Side.SRC);
        ControlRow dst = rows.get(Side.DST);
        Intent found = found(src, dst);
        if (away != null && !goesOnAlone(rows.values(), found)) {
            throw away;
        }
        if (found == null) {
            return;
        }
        LOG.info("found a change to {} (epoch {}) under way", found.to().wire(), found.epoch());
        ChangeView view = new ChangeView(found, src, dst, Set.of());
        run(view, ChangeProtocol.undecided(view) ? ChangeProtocol::back : ChangeProtocol::forward, wayOut());
    }

    /** A side that does not answer is not needed where the other one is open, and is about to be written alone if at all. */
    private static boolean goesOnAlone(Collection<ControlRow> answering, @Nullable Intent found) {
        return answering.stream().anyMatch(ControlRow::open)
                && (found == null || !found.changesPrimary() && !found.to().dual());
    }

    /** Going back or finishing gets time of its own: the intent's deadline bounds the pause, not the way out of it. */
    private Instant wayOut() {
        return clock.instant().plus(settings.drainLimit());
    }

    private static @Nullable Intent found(@Nullable ControlRow src, @Nullable ControlRow dst) {
        if (src != null && src.intent() != null) {
            return src.intent();
        }
        return dst == null ? null : dst.intent();
    }

    private void carryOut(ChangeView view) throws SQLException, ChangeBlockedException, InterruptedException {
        try {
            run(view, ChangeProtocol::forward, view.intent().deadline());
        } catch (SQLException | ChangeBlockedException | RuntimeException e) {
            undo(view.intent(), e);
            throw e;
        }
    }

    /** The rows tell whether there still is a way back; what was done in memory is not relied upon. */
    private void undo(Intent intent, Exception cause) throws InterruptedException {
        try {
            ChangeView view = new ChangeView(
                    intent,
                    store.read(Side.SRC).orElse(null),
                    store.read(Side.DST).orElse(null),
                    Set.of());
            if (ChangeProtocol.undecided(view)) {
                run(view, ChangeProtocol::back, wayOut());
            }
        } catch (SQLException | ChangeBlockedException | RuntimeException e) {
            LOG.warn("could not undo the change to {}: {}", intent.to().wire(), e.toString());
            cause.addSuppressed(e);
        }
    }

    private void run(ChangeView from, Function<ChangeView, ChangeStep> next, Instant deadline)
            throws SQLException, ChangeBlockedException, InterruptedException {
        ChangeView view = from;
        for (ChangeStep step = next.apply(view); !(step instanceof ChangeStep.Done); step = next.apply(view)) {
            LOG.debug("change to {}: {}", view.intent().to().wire(), step);
            view = perform(step, view, deadline);
        }
    }

    private ChangeView perform(ChangeStep step, ChangeView view, Instant deadline)
            throws SQLException, ChangeBlockedException, InterruptedException {
        Intent intent = view.intent();
        if (step instanceof ChangeStep.Write write) {
            return write(write, view, deadline);
        } else if (step instanceof ChangeStep.RaiseCounters raise) {
            actions.raiseCounters(raise.side());
            return view.with(raise.again() ? Mark.COUNTERS_CHECKED : Mark.COUNTERS_RAISED);
        } else if (step instanceof ChangeStep.Hold) {
            List<String> deaf = members.hold(intent.id(), intent.epoch(), left(deadline));
            if (!deaf.isEmpty()) {
                throw new ChangeBlockedException("members do not answer: " + String.join("; ", deaf));
            }
            return view.with(Mark.HELD);
        } else if (step instanceof ChangeStep.AwaitDrained drained) {
            awaitDrained(drained.beforeEpoch(), deadline);
            return view.with(Mark.MEMBERS_DRAINED);
        } else if (step instanceof ChangeStep.EndSessions end) {
            endSessions(end, deadline);
            return view.with(Mark.SESSIONS_ENDED);
        } else if (step instanceof ChangeStep.DrainJournal drain) {
            if (!actions.drainJournal(drain.authority(), left(deadline))) {
                throw new ChangeBlockedException(
                        "the journal of the " + drain.authority().base().label() + " could not be drained in time");
            }
            return view.with(Mark.JOURNAL_DRAINED);
        } else if (step instanceof ChangeStep.VoidProofs) {
            actions.voidProofs();
            return view.with(Mark.PROOFS_VOID);
        } else if (step instanceof ChangeStep.ForgetJournal forget) {
            actions.forgetJournal(forget.fence());
            return view.with(Mark.JOURNAL_FORGOTTEN);
        } else if (step instanceof ChangeStep.Adopt adopt) {
            Assignment assignment = new Assignment(adopt.pattern(), adopt.epoch(), proven.get());
            members.adopt(intent.id(), assignment);
            return view.with(Mark.ADOPTED);
        }
        if (step instanceof ChangeStep.Together both) {
            return together(both, view, deadline);
        }
        throw new IllegalStateException("no way to do " + step);
    }

    /** Whatever becomes of one, the other one is waited for. */
    private ChangeView together(ChangeStep.Together both, ChangeView view, Instant deadline)
            throws SQLException, ChangeBlockedException, InterruptedException {
        FutureTask<ChangeView> beside = new FutureTask<>(() -> perform(both.second(), view, deadline));
        Thread thread = new Thread(beside, "movex-change");
        thread.setDaemon(true);
        thread.start();
        try {
            return perform(both.first(), view, deadline).and(view, result(beside));
        } finally {
            thread.join();
        }
    }

    private static ChangeView result(FutureTask<ChangeView> task)
            throws SQLException, ChangeBlockedException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException failed) {
                throw failed;
            } else if (cause instanceof ChangeBlockedException blocked) {
                throw blocked;
            } else if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException failed ? failed : new IllegalStateException(cause);
        }
    }

    private ChangeView write(ChangeStep.Write write, ChangeView view, Instant deadline)
            throws SQLException, ChangeBlockedException {
        if (store.compareAndSet(write.expected(), write.next(), left(deadline))) {
            ControlRow next = write.next();
            return next.side() == Side.SRC ? view.with(next, view.dst()) : view.with(view.src(), next);
        }
        throw new ChangeBlockedException(
                "the control row of the " + write.expected().side().label() + " was changed by somebody else");
    }

    private void awaitDrained(long beforeEpoch, Instant deadline)
            throws SQLException, ChangeBlockedException, InterruptedException {
        List<String> blockers = members.awaitDrained(beforeEpoch, left(deadline));
        if (!blockers.isEmpty()) {
            throw new ChangeBlockedException("transactions did not end in time: "
                    + blockers.stream().limit(3).collect(joining("; ")));
        }
    }

    private void endSessions(ChangeStep.EndSessions end, Instant deadline)
            throws SQLException, ChangeBlockedException, InterruptedException {
        Set<String> acknowledged = members.acknowledged(end.beforeEpoch());
        Set<String> left = actions.endSessions(end.side(), acknowledged, left(deadline));
        if (!left.isEmpty()) {
            throw new ChangeBlockedException("sessions on the " + end.side().label()
                    + " did not end in time that belong to " + String.join(", ", left));
        }
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    /** A side that is being given up need not answer. */
    private @Nullable ControlRow read(Side side, Pattern target) throws SQLException {
        boolean needed = target.dual() || target.primary() == side;
        try {
            Optional<ControlRow> row = store.read(side);
            return needed ? required(row.orElse(null), side) : row.orElse(null);
        } catch (SQLException e) {
            if (needed) {
                throw e;
            }
            LOG.warn("the {} does not answer and is given up: {}", side.label(), e.toString());
            return null;
        }
    }

    private static ControlRow required(@Nullable ControlRow row, Side side) {
        if (row == null) {
            throw new MovexException(
                    "NOT_INSTALLED",
                    "The " + side.label() + " knows nothing of this migration, but the other side does.",
                    "If its name was used with another database before, give this one another name, or look there with"
                            + " movex uninstall.");
        }
        return row;
    }
}
