package dev.movex.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.movex.core.control.ChangeView.Mark;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Walks every course that a change can take when the coordinator may die after any step, when any step may fail, and when
 * a successor takes over, and looks at the control rows after each step.
 */
class ChangeProtocolTest {

    /** What can be seen from outside, and how many mishaps are left. */
    private record World(ControlRow src, ControlRow dst, Set<Mark> marks, boolean goingBack, int mishaps) {
        ChangeView view(Intent intent) {
            return new ChangeView(intent, src, dst, marks);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "src_first, dst_first",
        "dst_first, src_first",
        "src_only, src_first",
        "dst_only, dst_first",
        "src_first, src_only",
        "dst_first, dst_only"
    })
    void whateverDiesNeverTwoSidesAreOpenAndThereIsAlwaysAWayOn(String from, String to) {
        Pattern left = Pattern.ofWire(from);
        Pattern entered = Pattern.ofWire(to);
        Intent intent = new Intent(left, entered, MigrationState.ofWire(to), 8, Instant.EPOCH, "test", "");
        World start = new World(row(Side.SRC, left), row(Side.DST, left), Set.of(), false, 3);
        Set<World> seen = new HashSet<>();
        Set<World> ended = new HashSet<>();
        Deque<World> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            World world = open.pop();
            if (!seen.add(world)) {
                continue;
            }
            ChangeStep step = next(world, intent);
            if (step instanceof Done) {
                ended.add(world);
                continue;
            }
            for (ChangeStep alone :
                    step instanceof Together both ? List.of(both.first(), both.second()) : List.of(step)) {
                World half = perform(world, alone);
                check(world, half);
                open.push(half);
            }
            World after = perform(world, step);
            check(world, after);
            open.push(after);
            if (world.mishaps() > 0) {
                open.addAll(mishaps(world, after, intent));
            }
        }
        assertThat(ended).isNotEmpty().allSatisfy(world -> assertSettled(world, left, entered));
        assertThat(ended).anySatisfy(w -> assertThat(w.src().pattern()).isEqualTo(entered));
        System.out.println(from + " to " + to + ": " + seen.size() + " states, " + ended.size() + " ends");
    }

    private static List<World> mishaps(World before, World after, Intent intent) {
        List<World> worlds = new ArrayList<>();
        for (World at : List.of(before, after)) {
            boolean undecided = ChangeProtocol.undecided(at.view(intent));
            // the coordinator dies; its successor knows the rows alone, and finds a change only by its intent
            if (at.src().intent() != null || at.dst().intent() != null) {
                worlds.add(new World(at.src(), at.dst(), Set.of(), undecided, before.mishaps() - 1));
                // or it is to finish what it finds, even what somebody has begun to undo
                worlds.add(new World(at.src(), at.dst(), Set.of(), false, before.mishaps() - 1));
            }
            // a step fails; the coordinator goes back itself if it still can
            worlds.add(new World(at.src(), at.dst(), Set.of(), undecided, before.mishaps() - 1));
        }
        return worlds;
    }

    private static ChangeStep next(World world, Intent intent) {
        return world.goingBack() ? ChangeProtocol.back(world.view(intent)) : ChangeProtocol.forward(world.view(intent));
    }

    private static World perform(World world, ChangeStep step) {
        if (step instanceof Together both) {
            return perform(perform(world, both.first()), both.second());
        }
        if (step instanceof Write write) {
            ControlRow now = write.expected().side() == Side.SRC ? world.src() : world.dst();
            assertThat(now).as("a step is computed from the rows as they are").isEqualTo(write.expected());
            boolean src = write.next().side() == Side.SRC;
            return new World(
                    src ? write.next() : world.src(),
                    src ? world.dst() : write.next(),
                    world.marks(),
                    world.goingBack(),
                    world.mishaps());
        }
        Set<Mark> marks = new HashSet<>(world.marks());
        marks.add(mark(step));
        return new World(world.src(), world.dst(), marks, world.goingBack(), world.mishaps());
    }

    private static Mark mark(ChangeStep step) {
        if (step instanceof RaiseCounters raise) {
            return raise.again() ? Mark.COUNTERS_CHECKED : Mark.COUNTERS_RAISED;
        } else if (step instanceof Hold) {
            return Mark.HELD;
        } else if (step instanceof AwaitDrained) {
            return Mark.MEMBERS_DRAINED;
        } else if (step instanceof EndSessions) {
            return Mark.SESSIONS_ENDED;
        } else if (step instanceof DrainJournal) {
            return Mark.JOURNAL_DRAINED;
        } else if (step instanceof VoidProofs) {
            return Mark.PROOFS_VOID;
        } else if (step instanceof ForgetJournal) {
            return Mark.JOURNAL_FORGOTTEN;
        } else if (step instanceof Adopt) {
            return Mark.ADOPTED;
        }
        throw new AssertionError("unknown step " + step);
    }

    private static void check(World before, World after) {
        assertThat(after.src().open() && after.dst().open())
                .as("two open sides: %s, %s", after.src(), after.dst())
                .isFalse();
        assertThat(after.src().epoch()).isGreaterThanOrEqualTo(before.src().epoch());
        assertThat(after.dst().epoch()).isGreaterThanOrEqualTo(before.dst().epoch());
        boolean opens = (after.src().open() && !before.src().open())
                || (after.dst().open() && !before.dst().open());
        if (opens) {
            ControlRow opened = after.src().open() ? after.src() : after.dst();
            ControlRow other = after.src().open() ? after.dst() : after.src();
            assertThat(other.epoch())
                    .as("a side is opened only when the other one is fenced at least as high")
                    .isGreaterThanOrEqualTo(opened.epoch());
        }
    }

    private static void assertSettled(World world, Pattern left, Pattern entered) {
        assertThat(world.src().intent()).isNull();
        assertThat(world.dst().intent()).isNull();
        ControlRow opened = world.src().open() ? world.src() : world.dst();
        assertThat(opened.open()).as("the application can write").isTrue();
        assertThat(opened.pattern()).isIn(left, entered);
        assertThat(opened.side()).isEqualTo(opened.pattern().primary());
        assertThat(world.src().epoch()).isEqualTo(world.dst().epoch());
        assertThat(world.src().pattern()).isEqualTo(world.dst().pattern());
    }

    @Test
    void theJournalIsDrainedBeforeTheDecisionAndAfterTheOldPrimaryIsClosed() {
        List<ChangeStep> steps = course(Pattern.SRC_FIRST, Pattern.DST_FIRST);
        int closed = indexOf(
                steps,
                s -> s instanceof Write w && w.expected().open() && !w.next().open());
        int drained = indexOf(steps, s -> s instanceof DrainJournal);
        int decided = indexOf(steps, s -> s instanceof Write w && w.decides());
        int adopted = indexOf(steps, s -> s instanceof Adopt);
        assertThat(List.of(closed, drained, decided, adopted)).isSorted().doesNotContain(-1);
    }

    @Test
    void countersAreRaisedBeforeAnybodyIsHeld() {
        List<ChangeStep> steps = course(Pattern.SRC_FIRST, Pattern.DST_FIRST);
        int raised = indexOf(steps, s -> s instanceof RaiseCounters raise && !raise.again());
        int held = indexOf(steps, s -> s instanceof Hold);
        assertThat(List.of(raised, held)).isSorted().doesNotContain(-1);
    }

    @Test
    void proofsAreVoidBeforeAMemberWritesOneSideAlone() {
        List<ChangeStep> steps = course(Pattern.SRC_FIRST, Pattern.SRC_ONLY);
        assertThat(indexOf(steps, s -> s instanceof VoidProofs)).isLessThan(indexOf(steps, s -> s instanceof Adopt));
    }

    @Test
    void afterTheDecisionThereIsNoWayBack() {
        Intent intent = new Intent(
                Pattern.SRC_FIRST, Pattern.DST_FIRST, MigrationState.DST_FIRST, 8, Instant.EPOCH, "test", "");
        ControlRow src = new ControlRow(Side.SRC, 8, Pattern.DST_FIRST, false, MigrationState.DST_FIRST, intent);
        ControlRow dst = new ControlRow(Side.DST, 8, Pattern.DST_FIRST, true, MigrationState.DST_FIRST, intent);
        ChangeView decided = new ChangeView(intent, src, dst, Set.of());
        assertThat(ChangeProtocol.undecided(decided)).isFalse();
        assertThatThrownBy(() -> ChangeProtocol.back(decided)).isInstanceOf(IllegalStateException.class);
    }

    private static List<ChangeStep> course(Pattern from, Pattern to) {
        Intent intent = new Intent(from, to, MigrationState.ofWire(to.wire()), 8, Instant.EPOCH, "test", "");
        World world = new World(row(Side.SRC, from), row(Side.DST, from), Set.of(), false, 0);
        List<ChangeStep> steps = new ArrayList<>();
        for (ChangeStep step = next(world, intent); !(step instanceof Done); step = next(world, intent)) {
            steps.addAll(step instanceof Together both ? List.of(both.first(), both.second()) : List.of(step));
            world = perform(world, step);
        }
        return steps;
    }

    private static int indexOf(List<ChangeStep> steps, java.util.function.Predicate<ChangeStep> which) {
        return steps.stream()
                .filter(which)
                .findFirst()
                .map(steps::indexOf)
                .map(Objects::requireNonNull)
                .orElse(-1);
    }

    private static ControlRow row(Side side, Pattern pattern) {
        return new ControlRow(side, 7, pattern, side == pattern.primary(), MigrationState.ofWire(pattern.wire()), null);
    }
}
