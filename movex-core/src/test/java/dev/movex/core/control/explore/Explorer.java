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
import dev.movex.core.control.explore.Scene.Outside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final Parts<Optional<Steering>> steerings = new Parts<>();
    private final Map<World, World> seen = new HashMap<>();
    private final Deque<World> open = new ArrayDeque<>();
    private final CoordinatorMoves coordinators;

    private Explorer(List<MigrationState> targets) {
        coordinators = new CoordinatorMoves(targets);
    }

    /**
     * What is explored.
     *
     * @param from the state that everything begins in
     * @param targets the states that are asked for, one after the other
     * @param members how many processes there are
     * @param transactions how many transactions each may begin
     * @param faults how many faults may happen
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
        return new Explorer(bounds.targets()).run(start(bounds));
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
                        0,
                        0,
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
        add(world(start, null, "begins"));
        int rests = 0;
        while (!open.isEmpty()) {
            World world = open.remove();
            Scene scene = scene(world);
            Onward onward = new Onward();
            String broken = visit(world, scene, onward);
            if (!broken.isEmpty()) {
                return new Found(seen.size(), rests, broken);
            }
            if (Rules.atRest(scene)) {
                rests++;
                world.arrive();
            } else if (onward.next != null) {
                world.leadsTo(onward.next);
            }
        }
        return new Found(seen.size(), rests, stuck());
    }

    private String visit(World world, Scene scene, Onward onward) {
        List<String> broken = new ArrayList<>(1);
        Sink sink = (urgency, how, next) -> {
            Optional<String> rule = Rules.broken(scene, next);
            World reached = add(world(next, world, how));
            rule.ifPresent(r -> broken.add(r + ":\n  " + world.course() + "\n  " + how));
            onward.offer(urgency, reached);
        };
        OutsideMoves.of(scene, sink);
        ProcessMoves.of(scene, sink);
        coordinators.of(scene, sink);
        return broken.isEmpty() ? "" : broken.get(0);
    }

    /** From every state, if no further fault happens, everything must come to rest. */
    private String stuck() {
        for (World each : seen.values()) {
            List<World> way = new ArrayList<>();
            Set<World> met = new HashSet<>();
            World at = each;
            while (!at.arrives()) {
                World next = at.onward();
                if (next == null || !met.add(at)) {
                    return "there is always a way on:\n  " + at.course() + "\n  " + scene(at);
                }
                way.add(at);
                at = next;
            }
            way.forEach(World::arrive);
        }
        return "";
    }

    private World add(World world) {
        World known = seen.putIfAbsent(world, world);
        if (known == null) {
            open.add(world);
        }
        return known == null ? world : known;
    }

    private World world(Scene scene, @Nullable World before, String how) {
        int count = scene.processes().size();
        int[] parts = new int[count + 5];
        for (int i = 0; i < count; i++) {
            parts[i] = processes.number(scene.processes().get(i));
        }
        Arrays.sort(parts, 0, count);
        parts[count] = rows.number(scene.src());
        parts[count + 1] = rows.number(scene.dst());
        parts[count + 2] = outsides.number(scene.outside());
        parts[count + 3] = steerings.number(Optional.ofNullable(scene.coordinator()));
        parts[count + 4] = steerings.number(Optional.ofNullable(scene.replaced()));
        return new World(parts, before, how);
    }

    private Scene scene(World world) {
        int[] parts = world.parts();
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
                steerings.part(parts[count + 3]).orElse(null),
                steerings.part(parts[count + 4]).orElse(null));
    }

    /** The most urgent move that is no fault. */
    private static final class Onward {
        private int urgency = Sink.NEVER;
        private @Nullable World next;

        void offer(int moreUrgent, World world) {
            if (moreUrgent < urgency) {
                urgency = moreUrgent;
                next = world;
            }
        }
    }
}
