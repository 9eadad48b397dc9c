package dev.movex.core.control.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The states that were seen, in the order in which they were found: each is a few numbers, and the number of the state from
 * which it was found first. For one thread.
 */
final class Worlds {
    private static final int CHUNK = 1 << 16;
    private static final int NONE = -1;

    private final int parts;
    private final int width;
    private final List<int[]> chunks = new ArrayList<>();
    private int[] table = new int[1 << 16];
    private int size;

    /**
     * @param parts of how many numbers a state consists
     */
    Worlds(int parts) {
        this.parts = parts;
        this.width = parts + 2;
        Arrays.fill(table, NONE);
    }

    int size() {
        return size;
    }

    /** Adds a state unless it is there; returns its number. */
    int add(int[] state, int before) {
        if (size * 2L > table.length) {
            grow();
        }
        int slot = slot(state);
        if (table[slot] != NONE) {
            return table[slot];
        }
        if (size % CHUNK == 0) {
            chunks.add(new int[CHUNK * width]);
        }
        int[] chunk = chunk(size);
        int at = at(size);
        System.arraycopy(state, 0, chunk, at, parts);
        chunk[at + parts] = before;
        chunk[at + parts + 1] = NONE;
        table[slot] = size;
        return size++;
    }

    private int slot(int[] state) {
        int slot = spread(Arrays.hashCode(state)) & (table.length - 1);
        while (table[slot] != NONE && !is(table[slot], state)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean is(int world, int[] state) {
        int at = at(world);
        return Arrays.equals(chunk(world), at, at + parts, state, 0, parts);
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, NONE);
        for (int i = 0; i < size; i++) {
            table[slot(state(i))] = i;
        }
    }

    private int[] chunk(int world) {
        return chunks.get(world / CHUNK);
    }

    private int at(int world) {
        return world % CHUNK * width;
    }

    int[] state(int world) {
        int at = at(world);
        return Arrays.copyOfRange(chunk(world), at, at + parts);
    }

    /** Returns the state from which one was found first; negative for the beginning. */
    int before(int world) {
        return chunk(world)[at(world) + parts];
    }

    /** Returns the state to which one goes if no fault happens; negative if it goes nowhere. */
    int onward(int world) {
        return chunk(world)[at(world) + parts + 1];
    }

    void leadsTo(int world, int next) {
        chunk(world)[at(world) + parts + 1] = next;
    }
}
