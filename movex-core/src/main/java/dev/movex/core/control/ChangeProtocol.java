package dev.movex.core.control;

import static dev.movex.core.control.ChangeView.Mark.ADOPTED;
import static dev.movex.core.control.ChangeView.Mark.COUNTERS_CHECKED;
import static dev.movex.core.control.ChangeView.Mark.COUNTERS_RAISED;
import static dev.movex.core.control.ChangeView.Mark.HELD;
import static dev.movex.core.control.ChangeView.Mark.JOURNAL_DRAINED;
import static dev.movex.core.control.ChangeView.Mark.JOURNAL_FORGOTTEN;
import static dev.movex.core.control.ChangeView.Mark.MEMBERS_DRAINED;
import static dev.movex.core.control.ChangeView.Mark.PROOFS_VOID;
import static dev.movex.core.control.ChangeView.Mark.SESSIONS_ENDED;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.ChangeStep.Adopt;
import dev.movex.core.control.ChangeStep.AwaitDrained;
import dev.movex.core.control.ChangeStep.Done;
import dev.movex.core.control.ChangeStep.DrainJournal;
import dev.movex.core.control.ChangeStep.EndSessions;
import dev.movex.core.control.ChangeStep.ForgetJournal;
import dev.movex.core.control.ChangeStep.Hold;
import dev.movex.core.control.ChangeStep.RaiseCounters;
import dev.movex.core.control.ChangeStep.Together;
import dev.movex.core.control.ChangeStep.VoidProofs;
import dev.movex.core.control.ChangeStep.Write;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the pattern changes, as pure functions from what is known to what is to be done next. Whoever finds an intent calls
 * them until they answer {@link Done}; it does not matter who began, or where it died.
 *
 * <p>A change of the primary, from the old side O at epoch e to the new side N at epoch E:
 *
 * <ol>
 *   <li>the intent is written to O, then to N;
 *   <li>the counters of N are raised, outside the pause;
 *   <li>members hold new transactions and end the open ones;
 *   <li>O is closed and raised to E: waits for those who passed its fence; N is raised to E, closed: waits for stragglers
 *       there;
 *   <li>O's journal is drained to empty with O as the base; the counters are checked again;
 *   <li><b>the decision</b>: N is opened;
 *   <li>members go on under E; the intent is removed.
 * </ol>
 *
 * Before the decision {@link #back} undoes the change: N is raised beyond E, closed, before O is opened at the same epoch,
 * so that no two sides are ever open. After it there is only {@link #forward}.
 *
 * <p>Where the primary stays, nobody waits. A second side joins: both rows are raised before the members adopt, and the
 * sessions of whoever has not adopted are ended before anything counts on both sides being written. A second side is given
 * up: proofs are declared void and the members adopt before the rows are raised, so that no fence fails under a running
 * transaction.
 */
public final class ChangeProtocol {
    private ChangeProtocol() {}

    /**
     * Returns the next step towards the new pattern.
     *
     * @throws IllegalStateException if a side that the step needs can't be reached, or shows another change
     */
    public static ChangeStep forward(ChangeView view) {
        Intent intent = view.intent();
        if (superseded(view)) {
            throw new IllegalStateException("another change has begun since");
        }
        if (intent.changesPrimary()) {
            return changePrimary(view);
        }
        return intent.to().dual() ? joinSecondary(view) : leaveSecondary(view);
    }

    /**
     * Returns whether the change has begun and can still be undone. What no row carries is not there to be undone, whatever
     * the epochs are: they may be those of another change, in which whoever was taken for dead and wakes up has no part.
     */
    public static boolean undecided(ChangeView view) {
        Intent intent = view.intent();
        ControlRow next = view.row(intent.to().primary());
        boolean carried = Stream.of(view.src(), view.dst()).anyMatch(row -> carries(row, intent));
        return intent.changesPrimary() && carried && next != null && !decided(view);
    }

    private static boolean carries(@Nullable ControlRow row, Intent intent) {
        return row != null && intent.equals(row.intent());
    }

    private static boolean decided(ChangeView view) {
        ControlRow next = view.row(view.intent().to().primary());
        return next != null && next.open() && next.epoch() >= view.intent().epoch();
    }

    /** Returns whether the rows are those of another change, which began since somebody looked for one. */
    private static boolean superseded(ChangeView view) {
        ControlRow first = view.row(view.intent().from().primary());
        return first != null && first.intent() != null && !first.intent().equals(view.intent());
    }

    /**
     * Returns the next step back to the old pattern. To be begun only while {@link #undecided}.
     *
     * @throws IllegalStateException if the change has been decided, or a side can't be reached
     */
    public static ChangeStep back(ChangeView view) {
        if (decided(view)) {
            throw new IllegalStateException("the change has been decided; there is only the way forward");
        }
        Intent intent = view.intent();
        ControlRow older = reached(view, intent.from().primary());
        ControlRow newer = reached(view, intent.to().primary());
        boolean begun = carries(older, intent);
        if (!begun && (!older.open() || older.intent() != null)) {
            return new Done(); // another change is under way
        }
        if (older.open() && newer.epoch() <= older.epoch()) {
            return clearIntents(view, newer, older);
        }
        // it may have been undone before; whoever was taken for dead fenced the new side afterwards
        Pattern pattern = begun ? intent.from() : older.pattern();
        MigrationState state = begun ? stateOf(intent.from()) : older.state();
        if (newer.epoch() <= intent.epoch()) {
            return new Write(newer, newer.raised(intent.epoch() + 1, pattern, false, state));
        }
        return new Write(older, older.raised(newer.epoch(), pattern, true, state));
    }

    /** The old primary's row is the last to carry the intent, as it was the first. */
    private static ChangeStep clearIntents(ChangeView view, ControlRow newer, ControlRow older) {
        if (!view.done().contains(ADOPTED)) {
            // the row tells: where this change never began, another one may have ended since
            return new Adopt(older.pattern(), older.epoch());
        }
        if (carries(newer, view.intent())) {
            return new Write(newer, newer.withIntent(null));
        }
        return carries(older, view.intent()) ? new Write(older, older.withIntent(null)) : new Done();
    }

    private static ChangeStep changePrimary(ChangeView view) {
        Intent intent = view.intent();
        ControlRow older = reached(view, intent.from().primary());
        ControlRow newer = reached(view, intent.to().primary());
        boolean decided = decided(view);
        if (!decided && newer.epoch() > intent.epoch()) {
            return back(view); // somebody has begun to undo it: an epoch never falls
        }
        if (!decided) {
            ChangeStep preparation = prepare(view, older, newer);
            return preparation != null ? preparation : decide(view, older, newer);
        }
        if (!view.done().contains(ADOPTED)) {
            return new Adopt(intent.to(), intent.epoch());
        }
        // the new primary's row keeps the intent longest: it is the one that a successor asks first
        if (older.intent() != null) {
            return new Write(
                    older, older.withIntent(null).raised(older.epoch(), older.pattern(), false, intent.state()));
        }
        return newer.intent() != null ? new Write(newer, newer.withIntent(null)) : new Done();
    }

    /** The steps that leave both primaries as they are. */
    private static @Nullable ChangeStep prepare(ChangeView view, ControlRow older, ControlRow newer) {
        Intent intent = view.intent();
        if (older.intent() == null) {
            return new Write(older, older.withIntent(intent));
        }
        if (!carries(newer, intent)) {
            return new Write(newer, newer.withIntent(intent));
        }
        if (!view.done().contains(COUNTERS_RAISED)) {
            return new RaiseCounters(newer.side(), false);
        }
        if (!view.done().contains(HELD)) {
            return new Hold();
        }
        return view.done().contains(MEMBERS_DRAINED) ? null : new AwaitDrained(intent.epoch());
    }

    /** The steps inside the pause, up to the decision: what can go side by side does. */
    private static ChangeStep decide(ChangeView view, ControlRow older, ControlRow newer) {
        Intent intent = view.intent();
        ChangeStep fences = together(
                older.open() || older.epoch() < intent.epoch()
                        ? new Write(older, older.raised(intent.epoch(), intent.to(), false, older.state()))
                        : null,
                newer.epoch() < intent.epoch()
                        ? new Write(newer, newer.raised(intent.epoch(), intent.to(), false, newer.state()))
                        : null);
        if (fences != null) {
            return fences;
        }
        ChangeStep preparations = together(
                view.done().contains(JOURNAL_DRAINED)
                        ? null
                        : new DrainJournal(Authority.draining(older.side(), older.epoch(), newer.epoch())),
                view.done().contains(COUNTERS_CHECKED) ? null : new RaiseCounters(newer.side(), true));
        return preparations != null
                ? preparations
                : new Write(newer, newer.raised(intent.epoch(), intent.to(), true, intent.state()));
    }

    private static @Nullable ChangeStep together(@Nullable ChangeStep first, @Nullable ChangeStep second) {
        if (first != null && second != null) {
            return new Together(first, second);
        }
        return first != null ? first : second;
    }

    private static ChangeStep joinSecondary(ChangeView view) {
        Intent intent = view.intent();
        ControlRow primary = reached(view, intent.to().primary());
        ControlRow secondary = reached(view, intent.to().secondary());
        boolean raised = primary.epoch() >= intent.epoch();
        if (primary.intent() == null && !raised) {
            return new Write(primary, primary.withIntent(intent));
        }
        if (secondary.epoch() < intent.epoch()) {
            return new Write(secondary, secondary.raised(intent.epoch(), intent.to(), false, secondary.state()));
        }
        if (!raised) {
            return new Write(primary, primary.raised(intent.epoch(), intent.to(), true, primary.state()));
        }
        if (!view.done().contains(ADOPTED)) {
            return new Adopt(intent.to(), intent.epoch());
        }
        if (!view.done().contains(MEMBERS_DRAINED)) {
            return new AwaitDrained(intent.epoch());
        }
        if (!view.done().contains(SESSIONS_ENDED)) {
            return new EndSessions(primary.side(), intent.epoch());
        }
        return settle(view, secondary, primary);
    }

    private static ChangeStep leaveSecondary(ChangeView view) {
        Intent intent = view.intent();
        ControlRow primary = reached(view, intent.to().primary());
        ControlRow secondary = view.row(intent.to().secondary());
        boolean raised = primary.epoch() >= intent.epoch();
        if (primary.intent() == null && !raised) {
            return new Write(primary, primary.withIntent(intent));
        }
        if (!view.done().contains(PROOFS_VOID)) {
            return new VoidProofs();
        }
        if (!view.done().contains(ADOPTED)) {
            return new Adopt(intent.to(), intent.epoch());
        }
        if (!view.done().contains(MEMBERS_DRAINED)) {
            return new AwaitDrained(intent.epoch());
        }
        if (!raised) {
            return new Write(primary, primary.raised(intent.epoch(), intent.to(), true, primary.state()));
        }
        if (!view.done().contains(JOURNAL_FORGOTTEN)) {
            return new ForgetJournal(new SideFence(primary.side(), intent.epoch(), true));
        }
        // a secondary that can't be reached stays closed at its old epoch, which fences it as well
        return settle(view, secondary, primary);
    }

    /** Writes the state that was reached, the secondary first, so that the primary's intent is the last to go. */
    private static ChangeStep settle(ChangeView view, @Nullable ControlRow secondary, ControlRow primary) {
        Intent intent = view.intent();
        if (secondary != null && (secondary.state() != intent.state() || secondary.intent() != null)) {
            // whoever was taken for dead may have raised it further
            long epoch = Math.max(secondary.epoch(), intent.epoch());
            return new Write(secondary, secondary.withIntent(null).raised(epoch, intent.to(), false, intent.state()));
        }
        if (primary.state() != intent.state() || primary.intent() != null) {
            return new Write(
                    primary, primary.withIntent(null).raised(primary.epoch(), primary.pattern(), true, intent.state()));
        }
        return new Done();
    }

    private static ControlRow reached(ChangeView view, Side side) {
        ControlRow row = view.row(side);
        if (row == null) {
            throw new IllegalStateException("the " + side.label() + " can't be reached");
        }
        return row;
    }

    private static MigrationState stateOf(Pattern pattern) {
        return MigrationState.ofWire(pattern.wire());
    }
}
