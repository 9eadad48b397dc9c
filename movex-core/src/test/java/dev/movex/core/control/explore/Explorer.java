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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Visits every state that a group of members, a coordinator and two databases can come to within bounds, breadth first,
 * so that the course to a broken rule is a shortest one. For one thread.
 */
final class Explorer {
    private static final long FIRST_EPOCH = 7;

    private final Packing packing;
    private final ProcessCourses courses;
    private final Worlds worlds = new Worlds();
    private final BitSet arrives = new BitSet();
    private final CoordinatorMoves coordinators;
    private final MigrationState last;

    private Explorer(Bounds bounds) {
        last = bounds.targets().get(bounds.targets().size() - 1);
        coordinators = new CoordinatorMoves(bounds.targets());
        packing = new Packing(bounds.members());
        courses = new ProcessCourses(packing);
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
        Process process = new Process(state, null, bounds.transactions(), true, Mode.RUNNING, null, !pattern.dual());
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
        worlds.add(packing.packed(start), -1);
        int rests = 0;
        // in the order in which they were found: breadth first
        for (int world = 0; world < worlds.size(); world++) {
            Scene scene = packing.scene(worlds.state(world));
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

    /** Finds what may happen next in a state; returns the rule that is broken then, and how it came. */
    private String visit(int world, Scene scene, Onward onward) {
        String broken = visitProcesses(world, onward);
        if (!broken.isEmpty()) {
            return broken + ":\n  " + course(world) + "\n  " + scene;
        }
        List<String> others = new ArrayList<>(1);
        Sink sink = (urgency, how, what, next) -> {
            Optional<String> rule = Rules.broken(scene, next);
            int reached = worlds.add(packing.packed(next), world);
            rule.ifPresent(r -> others.add(r + ":\n  " + course(world) + "\n  " + how + what));
            onward.offer(urgency, reached);
        };
        OutsideMoves.of(scene, sink);
        coordinators.of(scene, sink);
        return others.isEmpty() ? "" : others.get(0);
    }

    private String visitProcesses(int world, Onward onward) {
        long state = worlds.state(world);
        int[] members = packing.processes(state);
        int rest = packing.rest(state);
        int surrounding = packing.surrounding(rest);
        int[] after = new int[members.length];
        for (int i = 0; i < members.length; i++) {
            if (i > 0 && members[i] == members[i - 1]) {
                continue; // the same move of the same process
            }
            for (ProcessCourses.Move move : courses.of(members[i], surrounding)) {
                System.arraycopy(members, 0, after, 0, members.length);
                after[i] = move.process();
                long next = packing.packed(packing.rest(rest, move.surrounding()), after);
                onward.offer(move.urgency(), worlds.add(next, world));
                if (!move.broken().isEmpty()) {
                    return move.broken();
                }
            }
        }
        return "";
    }

    private void moves(Scene scene, Sink sink) {
        ProcessMoves.of(scene, sink);
        OutsideMoves.of(scene, sink);
        coordinators.of(scene, sink);
    }

    /** From every state, if no further fault happens, everything must come to rest. */
    private String stuck() {
        BitSet met = new BitSet(worlds.size());
        int[] way = new int[1 << 10];
        for (int each = 0; each < worlds.size(); each++) {
            int length = 0;
            int at = each;
            while (!arrives.get(at)) {
                int next = worlds.onward(at);
                // whoever was met on an earlier way arrives: so this one goes round in a circle
                if (next < 0 || met.get(at)) {
                    return "there is always a way on:\n  " + course(at) + "\n  " + packing.scene(worlds.state(at));
                }
                met.set(at);
                way = length < way.length ? way : Arrays.copyOf(way, length * 2);
                way[length++] = at;
                at = next;
            }
            for (int i = 0; i < length; i++) {
                arrives.set(way[i]);
            }
        }
        return "";
    }

    /** Returns what happened up to a state, from the beginning on. Nothing was written down on the way: it is gone again. */
    private String course(int world) {
        Deque<String> steps = new ArrayDeque<>();
        for (int at = world; worlds.before(at) >= 0; at = worlds.before(at)) {
            long state = worlds.state(at);
            List<String> told = new ArrayList<>();
            moves(packing.scene(worlds.state(worlds.before(at))), (urgency, how, what, next) -> {
                if (packing.packed(next) == state) {
                    told.add(how + what);
                }
            });
            steps.push(told.get(0));
        }
        return String.join("\n  ", steps);
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
