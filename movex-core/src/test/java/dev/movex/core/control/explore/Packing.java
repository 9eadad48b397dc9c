package dev.movex.core.control.explore;

import dev.movex.core.control.ControlRow;
import dev.movex.core.control.explore.Scene.Outside;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a scene as one number and reads it again. Exact: the parts that scenes are made of are numbered, and their numbers
 * stand side by side. Fails if there are more parts than there is room for. Which process is which does not matter, so
 * they stand in order. For one thread.
 */
final class Packing {
    private static final int PROCESS_BITS = 14;
    private static final int PART_BITS = 24;

    private final Parts<ControlRow> rows = new Parts<>();
    private final Parts<Outside> outsides = new Parts<>();
    private final Parts<Process> processes = new Parts<>();
    private final Parts<Steering> steerings = new Parts<>();
    /** Rows and what is outside: all that a process sees. */
    private final Numbers surroundings = new Numbers();
    /** The coordinators, beside each of the surroundings. */
    private final Numbers pairs = new Numbers();

    private final Numbers rests = new Numbers();
    private final int members;

    Packing(int members) {
        if (members > 3) {
            throw new IllegalArgumentException("there is room for 3 members");
        }
        this.members = members;
    }

    long packed(Scene scene) {
        int[] numbers = new int[members];
        for (int i = 0; i < members; i++) {
            numbers[i] = process(scene.processes().get(i));
        }
        long pair = (long) number(scene.coordinator()) << 32 | number(scene.replaced());
        return packed(rests.number((long) surrounding(scene) << 32 | pairs.number(pair)), numbers);
    }

    /** Sorts the numbers of the processes. */
    long packed(int rest, int[] numbers) {
        Arrays.sort(numbers);
        long all = room(rest, Math.min(31, Long.SIZE - PROCESS_BITS * members));
        for (int number : numbers) {
            all = all << PROCESS_BITS | number;
        }
        return all;
    }

    Scene scene(long packed) {
        List<Process> members = new ArrayList<>(this.members);
        for (int number : processes(packed)) {
            members.add(processes.part(number));
        }
        int rest = rest(packed);
        long pair = pairs.value(pair(rest));
        return scene(surrounding(rest), members, steering((int) (pair >>> 32)), steering((int) pair));
    }

    /** Returns what one process sees of a scene. */
    Scene seen(int surrounding, int process) {
        return scene(surrounding, List.of(processes.part(process)), null, null);
    }

    private Scene scene(
            int surrounding, List<Process> members, @Nullable Steering coordinator, @Nullable Steering replaced) {
        long parts = surroundings.value(surrounding);
        return new Scene(
                rows.part((int) (parts >>> 2 * PART_BITS)),
                rows.part(part(parts >>> PART_BITS)),
                outsides.part(part(parts)),
                members,
                coordinator,
                replaced);
    }

    private static int part(long parts) {
        return (int) (parts & (1 << PART_BITS) - 1);
    }

    /** Returns the numbers of the processes. */
    int[] processes(long packed) {
        int[] numbers = new int[members];
        long left = packed;
        for (int i = members - 1; i >= 0; i--) {
            numbers[i] = (int) (left & (1 << PROCESS_BITS) - 1);
            left >>>= PROCESS_BITS;
        }
        return numbers;
    }

    int process(Process process) {
        return room(processes.number(process.essence()), PROCESS_BITS);
    }

    /** Returns the number of everything but the processes. */
    int rest(long packed) {
        return (int) (packed >>> PROCESS_BITS * members);
    }

    /** Returns the number of the rest with other surroundings. */
    int rest(int rest, int surrounding) {
        return surrounding == surrounding(rest) ? rest : rests.number((long) surrounding << 32 | pair(rest));
    }

    int surrounding(int rest) {
        return (int) (rests.value(rest) >>> 32);
    }

    private int pair(int rest) {
        return (int) rests.value(rest);
    }

    int surrounding(Scene scene) {
        long parts = room(rows.number(scene.src()), 15);
        parts = parts << PART_BITS | room(rows.number(scene.dst()), PART_BITS);
        parts = parts << PART_BITS | room(outsides.number(scene.outside().essence()), PART_BITS);
        return surroundings.number(parts);
    }

    private static int room(int number, int bits) {
        if (number >>> bits != 0) {
            throw new IllegalStateException("no room for " + number);
        }
        return number;
    }

    private int number(@Nullable Steering steering) {
        return steering == null ? 0 : steerings.number(steering) + 1;
    }

    private @Nullable Steering steering(int number) {
        return number == 0 ? null : steerings.part(number - 1);
    }
}
