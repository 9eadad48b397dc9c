package dev.movex.core.control.explore;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberState;
import dev.movex.core.control.MemberState.Lease;
import dev.movex.core.control.explore.Process.Mode;
import dev.movex.core.control.explore.Scene.Data;
import dev.movex.core.control.explore.Scene.Outside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that a group of members, a coordinator and two databases can come to within bounds, breadth first,
 * so that the course to a broken rule is a shortest one. For one thread.
 */
final class Explorer {
    private static final long FIRST_EPOCH = 7;

    private final Parts<ControlRow> rows = new Parts<>();
    private final Parts<Outside> outsides = new Parts<>();
    private final Parts<Process> processes = new Parts<>();
    private final Parts<Steering> steerings = new Parts<>();
    private final Worlds worlds;
    private final BitSet arrives = new BitSet();
    private final CoordinatorMoves coordinators;
    private final MigrationState last;

    private Explorer(Bounds bounds) {
        last = bounds.targets().get(bounds.targets().size() - 1);
        coordinators = new CoordinatorMoves(bounds.targets());
        worlds = new Worlds(bounds.members() + 5);
    }

    /**
     * What is explored.
     *
     * @param from the state that everything begins in
     * @param targets the states that are asked for, one after the other
     * @param members how many processes there are
     * @param transactions how many transactions each may begin
     * @param faults how many faults may happen; with none no hold runs out either, and no call of the application fails
     */
    record Bounds(MigrationState from, List<MigrationState> targets, int members, int transactions, int faults) {}

    /**
     * What was found.
     *
     * @param states how many states there are
     * @param rests how many of them are at rest
     * @param broken the rule that is broken and how it came; empty if none is
     */
    record Found(int states, int rests, String broken) {}

    static Found explore(Bounds bounds) {
        return new Explorer(bounds).run(start(bounds));
    }

    private static Scene start(Bounds bounds) {
        Pattern pattern = bounds.from().pattern();
        MemberState state =
                new MemberState(new Assignment(pattern, FIRST_EPOCH, Set.of()), 0, null, new Lease(Process.ALIVE));
        Process process = new Process(state, null, bounds.transactions(), true, Mode.RUNNING, false, !pattern.dual());
        return new Scene(
                row(Side.SRC, bounds.from()),
                row(Side.DST, bounds.from()),
                new Outside(
                        List.<Instruction>of(),
                        null,
                        new Data(0, 0, true, pattern.dual()),
                        bounds.faults() == 0,
                        bounds.faults(),
                        bounds.targets().size()),
                Collections.nCopies(bounds.members(), process),
                null,
                null);
    }

    private static ControlRow row(Side side, MigrationState state) {
        Pattern pattern = state.pattern();
        return new ControlRow(side, FIRST_EPOCH, pattern, side == pattern.primary(), state, null);
    }

    private Found run(Scene start) {
        worlds.add(world(start), -1);
        int rests = 0;
        // in the order in which they were found: breadth first
        for (int world = 0; world < worlds.size(); world++) {
            Scene scene = scene(world);
            Onward onward = new Onward();
            String broken = visit(world, scene, onward);
            if (!broken.isEmpty()) {
                return new Found(worlds.size(), rests, broken);
            }
            if (Rules.atRest(scene)) {
                if (!arrived(scene)) {
                    return new Found(
                            worlds.size(), rests, "a change succeeds while nothing goes wrong:\n  " + course(world));
                }
                rests++;
                arrives.set(world);
            } else {
                worlds.leadsTo(world, onward.next);
            }
        }
        return new Found(worlds.size(), rests, stuck());
    }

    private boolean arrived(Scene scene) {
        Outside outside = scene.outside();
        ControlRow open = scene.open();
        return !outside.calm() || outside.changes() > 0 || (open != null && open.state() == last);
    }

    private String visit(int world, Scene scene, Onward onward) {
        List<String> broken = new ArrayList<>(1);
        moves(scene, (urgency, how, what, next) -> {
            Optional<String> rule = Rules.broken(scene, next);
            int reached = worlds.add(world(next), world);
            rule.ifPresent(r -> broken.add(r + ":\n  " + course(world) + "\n  " + how + what));
            onward.offer(urgency, reached);
        });
        return broken.isEmpty() ? "" : broken.get(0);
    }

    private void moves(Scene scene, Sink sink) {
        OutsideMoves.of(scene, sink);
        ProcessMoves.of(scene, sink);
        coordinators.of(scene, sink);
    }

    /** From every state, if no further fault happens, everything must come to rest. */
    private String stuck() {
        for (int each = 0; each < worlds.size(); each++) {
            List<Integer> way = new ArrayList<>();
            Set<Integer> met = new HashSet<>();
            int at = each;
            while (!arrives.get(at)) {
                int next = worlds.onward(at);
                if (next < 0 || !met.add(at)) {
                    return "there is always a way on:\n  " + course(at) + "\n  " + scene(at);
                }
                way.add(at);
                at = next;
            }
            way.forEach(arrives::set);
        }
        return "";
    }

    /** Returns what happened up to a state, from the beginning on. Nothing was written down on the way: it is gone again. */
    private String course(int world) {
        Deque<String> steps = new ArrayDeque<>();
        for (int at = world; worlds.before(at) >= 0; at = worlds.before(at)) {
            int[] state = worlds.state(at);
            List<String> told = new ArrayList<>();
            moves(scene(worlds.before(at)), (urgency, how, what, next) -> {
                if (Arrays.equals(world(next), state)) {
                    told.add(how + what);
                }
            });
            steps.push(told.get(0));
        }
        return String.join("\n  ", steps);
    }

    private int[] world(Scene scene) {
        int count = scene.processes().size();
        int[] parts = new int[count + 5];
        for (int i = 0; i < count; i++) {
            parts[i] = processes.number(scene.processes().get(i));
        }
        // which process is which does not matter
        Arrays.sort(parts, 0, count);
        parts[count] = rows.number(scene.src());
        parts[count + 1] = rows.number(scene.dst());
        parts[count + 2] = outsides.number(scene.outside());
        parts[count + 3] = number(scene.coordinator());
        parts[count + 4] = number(scene.replaced());
        return parts;
    }

    private int number(@Nullable Steering steering) {
        return steering == null ? 0 : steerings.number(steering) + 1;
    }

    private @Nullable Steering steering(int number) {
        return number == 0 ? null : steerings.part(number - 1);
    }

    private Scene scene(int world) {
        int[] parts = worlds.state(world);
        int count = parts.length - 5;
        List<Process> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(processes.part(parts[i]));
        }
        return new Scene(
                rows.part(parts[count]),
                rows.part(parts[count + 1]),
                outsides.part(parts[count + 2]),
                members,
                steering(parts[count + 3]),
                steering(parts[count + 4]));
    }

    /** The most urgent move that is no fault. */
    private static final class Onward {
        private int urgency = Sink.NEVER;
        private int next = -1;

        void offer(int moreUrgent, int world) {
            if (moreUrgent < urgency) {
                urgency = moreUrgent;
                next = world;
            }
        }
    }
}
