package dev.movex.core.validate;

import dev.movex.core.row.DirtyKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Carries keys that were written from the dual writers of this process to the incremental validator. Never makes a
 * writer wait: what does not fit is dropped and counted, and left to the scan by update time and to full validation. A
 * key that waits already takes no further room. Thread-safe.
 */
public final class KeyQueue {
    private final int capacity;
    private final Set<DirtyKey> waiting = new LinkedHashSet<>();
    private long dropped;

    /** @param capacity how many keys wait at most */
    public KeyQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds keys; returns how many were dropped. */
    public synchronized int offer(Collection<DirtyKey> keys) {
        int lost = 0;
        for (DirtyKey key : keys) {
            if (waiting.size() < capacity) {
                waiting.add(key);
            } else if (!waiting.contains(key)) {
                lost++;
            }
        }
        dropped += lost;
        return lost;
    }

    /** Takes out up to {@code max} keys, the oldest first. */
    public synchronized List<DirtyKey> drain(int max) {
        List<DirtyKey> taken = new ArrayList<>(Math.min(max, waiting.size()));
        Iterator<DirtyKey> keys = waiting.iterator();
        while (keys.hasNext() && taken.size() < max) {
            taken.add(keys.next());
            keys.remove();
        }
        return taken;
    }

    /** Returns how many keys wait. */
    public synchronized int size() {
        return waiting.size();
    }

    /** Returns how many keys were dropped so far. */
    public synchronized long dropped() {
        return dropped;
    }
}
