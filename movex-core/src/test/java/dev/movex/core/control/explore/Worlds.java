package dev.movex.core.control.explore;

import java.util.Arrays;

/**
 * The states that were seen, in the order in which they were found, each with the one from which it was found first and the
 * one to which it goes if no fault happens: 16 bytes, and the table that finds it. For one thread.
 */
final class Worlds {
    private static final int CHUNK = 1 << 16;
    private static final int NONE = -1;

    private final Numbers states = new Numbers();
    /** Of each state in turn: where it came from, and where it goes. */
    private int[][] chunks = new int[16][];

    int size() {
        return states.size();
    }

    /** Adds a state unless it is there; returns its number. */
    int add(long state, int before) {
        int known = states.size();
        int world = states.number(state);
        if (world == known) {
            if (world % CHUNK == 0) {
                addChunk(world / CHUNK);
            }
            chunks[world / CHUNK][world % CHUNK * 2] = before;
        }
        return world;
    }

    private void addChunk(int number) {
        if (number == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        chunks[number] = new int[CHUNK * 2];
        Arrays.fill(chunks[number], NONE);
    }

    long state(int world) {
        return states.value(world);
    }

    /** Returns the state from which one was found first; negative for the beginning. */
    int before(int world) {
        return chunks[world / CHUNK][world % CHUNK * 2];
    }

    /** Returns the state to which one goes if no fault happens; negative if it goes nowhere. */
    int onward(int world) {
        return chunks[world / CHUNK][world % CHUNK * 2 + 1];
    }

    void leadsTo(int world, int next) {
        chunks[world / CHUNK][world % CHUNK * 2 + 1] = next;
    }
}
