package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.control.ChangeProtocol;
import dev.movex.core.control.ChangeStep;
import dev.movex.core.control.ChangeView;
import dev.movex.core.control.ChangeView.Mark;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Intent;
import dev.movex.core.copy.Copier;
import dev.movex.core.repair.Proposal;
import dev.movex.core.validate.ValidationScope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists the steps of what could be asked for, by asking the change protocol itself. Changes nothing. */
final class DryRunSteps {
    private static final int MOST_STEPS = 100;
    private static final String DECIDES = " (the point of no return)";

    private final MigrationParts parts;

    DryRunSteps(MigrationParts parts) {
        this.parts = parts;
    }

    List<String> move(MigrationState from, MigrationState to) throws SQLException {
        if (from == MigrationState.INITIAL) {
            return List.of(
                    "create Movex's tables in both databases unless they exist",
                    "claim " + parts.plan().tables().size() + " tables for migration '"
                            + parts.plan().migration() + "'",
                    "create the control row of the target, closed",
                    "create the control row of the source, open, with the audit entry");
        }
        if (to == MigrationState.COMPLETED) {
            return List.of(
                    "write state completed to the control row of the target, with the audit entry",
                    "write state completed to the control row of the source");
        }
        ControlRow src = parts.store().read(Side.SRC).orElse(null);
        ControlRow dst = parts.store().read(Side.DST).orElse(null);
        if (src == null || dst == null) {
            return List.of();
        }
        List<String> steps = change(from, to, src, dst);
        Side older = from.pattern().primary();
        return parts.workers().follow().follows() && older != to.pattern().primary()
                ? aroundSwitch(older, steps)
                : steps;
    }

    private static List<String> aroundSwitch(Side older, List<String> change) {
        List<String> steps = new ArrayList<>(List.of(
                "read the log of the " + older.other().label() + " from here on",
                "stop writes to the planned tables of the " + older.label() + " but Movex's own, by triggers",
                "read the log of the " + older.label() + " up to now, and bring its rows over",
                "compare the rows that were followed last"));
        steps.addAll(change);
        steps.add("take away what stops writes to the " + older.other().label());
        return steps;
    }

    private List<String> change(MigrationState from, MigrationState to, ControlRow src, ControlRow dst) {
        long epoch = Math.max(src.epoch(), dst.epoch()) + 1;
        Intent intent = new Intent(
                from.pattern(), to.pattern(), to, epoch, parts.clock().instant(), "dry run", "");
        ChangeView view = new ChangeView(intent, src, dst, Set.of());
        List<String> steps = new ArrayList<>();
        ChangeStep step = ChangeProtocol.forward(view);
        while (!(step instanceof ChangeStep.Done) && steps.size() < MOST_STEPS) {
            for (ChangeStep alone :
                    step instanceof ChangeStep.Together both ? List.of(both.first(), both.second()) : List.of(step)) {
                steps.add(words(alone));
                view = after(alone, view);
            }
            step = ChangeProtocol.forward(view);
        }
        return steps;
    }

    /** Lists what a round of a rehearsal would do; empty where there is nothing to be rehearsed. */
    List<String> rehearsal(MigrationState from) throws SQLException {
        if (!from.pattern().dual()) {
            return List.of();
        }
        MigrationState to = from == MigrationState.SRC_FIRST ? MigrationState.DST_FIRST : MigrationState.SRC_FIRST;
        List<String> steps = move(from, to);
        int decision = 0;
        while (decision < steps.size() && !steps.get(decision).endsWith(DECIDES)) {
            decision++;
        }
        List<String> round = new ArrayList<>(steps.subList(0, decision));
        round.add("go back: raise the " + to.pattern().primary().label() + " once more, closed, then open the "
                + from.pattern().primary().label() + " at that epoch");
        round.add("let all members go on under " + from.pattern().wire());
        return round;
    }

    /** Lists what a validation would look at, table by table. */
    List<String> validation(Side base, ValidationScope scope) {
        String share = scope.share() < 1 ? "a sample of " + Math.round(scope.share() * 100) + " % of " : "";
        String what = "compare " + (scope.keysOnly() ? "the keys of " : "") + share;
        return parts.plan().tables().stream()
                .filter(table -> scope.tables().isEmpty() || scope.tables().contains(table.name()))
                .map(table -> what + table.name() + " from the " + base.label() + " with the "
                        + base.other().label())
                .toList();
    }

    /** Tells what a repair would do to a row. */
    static String words(Proposal proposal, String side) {
        String row = proposal.key().table() + " " + proposal.key().key().values();
        String also = proposal.displaced().isEmpty()
                ? ""
                : ", and repair with it " + proposal.displaced().size() + " rows that have its unique values";
        return switch (proposal.action()) {
            case NOTHING -> "leave " + row + " as it is";
            case INSERT -> "insert " + row + " on the " + side + also;
            case UPDATE -> "update " + row + " on the " + side + ": " + String.join(", ", proposal.columns()) + also;
            case DELETE -> "delete " + row + " on the " + side;
            case BLOCKED -> "leave " + row + " for later: " + proposal.reason();
        };
    }

    private static ChangeView after(ChangeStep step, ChangeView view) {
        if (step instanceof ChangeStep.Write write) {
            ControlRow next = write.next();
            return next.side() == Side.SRC ? view.with(next, view.dst()) : view.with(view.src(), next);
        } else if (step instanceof ChangeStep.RaiseCounters raise) {
            return view.with(raise.again() ? Mark.COUNTERS_CHECKED : Mark.COUNTERS_RAISED);
        } else if (step instanceof ChangeStep.Hold) {
            return view.with(Mark.HELD);
        } else if (step instanceof ChangeStep.AwaitDrained) {
            return view.with(Mark.MEMBERS_DRAINED);
        } else if (step instanceof ChangeStep.EndSessions) {
            return view.with(Mark.SESSIONS_ENDED);
        } else if (step instanceof ChangeStep.DrainJournal) {
            return view.with(Mark.JOURNAL_DRAINED);
        } else if (step instanceof ChangeStep.VoidProofs) {
            return view.with(Mark.PROOFS_VOID);
        } else if (step instanceof ChangeStep.ForgetJournal) {
            return view.with(Mark.JOURNAL_FORGOTTEN);
        } else if (step instanceof ChangeStep.Adopt) {
            return view.with(Mark.ADOPTED);
        }
        throw new IllegalStateException("no words for " + step);
    }

    private static String words(ChangeStep step) {
        if (step instanceof ChangeStep.Write write) {
            return words(write.expected(), write.next()) + (write.decides() ? DECIDES : "");
        } else if (step instanceof ChangeStep.RaiseCounters raise) {
            return (raise.again() ? "check again that the counters of the " : "raise the counters of the ")
                    + raise.side().label()
                    + (raise.again() ? " are beyond those of the other side" : "");
        } else if (step instanceof ChangeStep.Hold) {
            return "hold new transactions of all members";
        } else if (step instanceof ChangeStep.AwaitDrained drained) {
            return "wait for transactions that began before epoch " + drained.beforeEpoch();
        } else if (step instanceof ChangeStep.EndSessions end) {
            return "end the sessions of the " + end.side().label() + " of members that have not acknowledged epoch "
                    + end.beforeEpoch();
        } else if (step instanceof ChangeStep.DrainJournal drain) {
            return "repair what the journal of the " + drain.authority().base().label() + " names, until it is empty";
        } else if (step instanceof ChangeStep.VoidProofs) {
            return "declare void what was proven: copies, validations, cursors";
        } else if (step instanceof ChangeStep.ForgetJournal forget) {
            return "drop the journal rows of the " + forget.fence().side().label();
        } else if (step instanceof ChangeStep.Adopt adopt) {
            return "let all members work under " + adopt.pattern().wire() + ", epoch " + adopt.epoch();
        }
        throw new IllegalStateException("no words for " + step);
    }

    private static String words(ControlRow before, ControlRow after) {
        List<String> changes = new ArrayList<>();
        if (before.open() != after.open()) {
            changes.add(after.open() ? "open it" : "close it");
        }
        if (before.epoch() != after.epoch()) {
            changes.add("raise it to epoch " + after.epoch());
        }
        if (before.state() != after.state()) {
            changes.add("write state " + after.state().wire());
        }
        if ((before.intent() == null) != (after.intent() == null)) {
            changes.add(after.intent() == null ? "remove the intent" : "write the intent");
        }
        return "control row of the " + before.side().label() + ": " + String.join(", ", changes);
    }

    /** Lists what auto-migrate would do to reach a state, forth or back; empty if there is no way. */
    static List<String> way(MigrationState from, MigrationState until) {
        List<String> steps = new ArrayList<>();
        MigrationState state = from;
        while (state != until) {
            Optional<MigrationState> next = LegalMoves.towards(state, until);
            if (next.isEmpty()) {
                return List.of();
            }
            boolean work = state.pattern().dual()
                    && (LegalMoves.goesOn(state, next.get())
                            || next.get().pattern().dual());
            if (work) {
                steps.add("in " + state.wire() + ": copy what is not proven, validate, and wait for the gates to "
                        + next.get().wire());
            }
            steps.add("move from " + state.wire() + " to " + next.get().wire());
            state = next.get();
        }
        return steps;
    }

    /** Lists what a copy would do, table by table. */
    List<String> copy() throws SQLException {
        Map<String, String> cursors = parts.records().read(CursorRecords.KIND);
        ControlRow row = parts.authority().row();
        Side base = row == null ? Side.SRC : row.pattern().primary();
        return parts.plan().tables().stream()
                .map(table -> words(
                        table.name(), table.on(base).estimatedRows(), cursors.get(Copier.cursorName(base, table))))
                .toList();
    }

    private String words(String table, long rows, @Nullable String cursor) {
        if (parts.evidence().proven().contains(table)) {
            return "leave out " + table + ": its copy is proven";
        }
        String estimate = rows < 0 ? "an unknown number of" : "about " + rows;
        return cursor == null || cursor.isEmpty()
                ? "copy " + table + ", " + estimate + " rows"
                : "go on with " + table + ", " + estimate + " rows in all";
    }
}
