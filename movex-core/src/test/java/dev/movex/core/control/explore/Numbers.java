package dev.movex.core.control.explore;

import java.util.Arrays;

/** Gives each value a number, in the order in which they come: a set of millions of longs. For one thread. */
final class Numbers {
    private static final int CHUNK = 1 << 16;

    private long[][] chunks = new long[16][];
    /** Numbers plus one, by the hash of their value; 0 where there is none. */
    private int[] table = new int[1 << 10];

    private int size;

    int size() {
        return size;
    }

    /** Returns the number of a value: {@link #size()} as it was before if the value is new. */
    int number(long value) {
        int slot = slot(value);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size + (size >> 1) >= table.length) {
            grow();
            slot = slot(value);
        }
        int chunk = size / CHUNK;
        if (size % CHUNK == 0) {
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunks.length * 2);
            }
            chunks[chunk] = new long[CHUNK];
        }
        chunks[chunk][size % CHUNK] = value;
        table[slot] = size + 1;
        return size++;
    }

    long value(int number) {
        return chunks[number / CHUNK][number % CHUNK];
    }

    private int slot(long value) {
        int slot = hash(value) & (table.length - 1);
        while (table[slot] != 0 && value(table[slot] - 1) != value) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private static int hash(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) (mixed ^ (mixed >>> 32));
    }

    private void grow() {
        int length = table.length * 2;
        table = new int[length]; // the old one is not needed for it, and may go
        for (int i = 0; i < size; i++) {
            table[slot(value(i))] = i + 1;
        }
    }
}
