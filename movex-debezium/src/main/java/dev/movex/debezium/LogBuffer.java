package dev.movex.debezium;

import dev.movex.core.follow.KeyFeed;
import dev.movex.core.row.DirtyKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stands between the engine, which hands over what it has read and waits until it is settled, and the validation, which takes
 * keys when it is ready. Holds one batch of the engine at a time. Thread-safe.
 */
final class LogBuffer implements KeyFeed {
    private List<DirtyKey> keys = List.of();
    private int taken;
    private boolean full;
    private boolean closed;

    /**
     * Hands a batch over and waits until its keys are settled.
     *
     * @return false if the buffer was closed before that
     */
    synchronized boolean handOver(Set<DirtyKey> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return !closed;
        }
        keys = new ArrayList<>(batch);
        taken = 0;
        full = true;
        while (full && !closed) {
            wait();
        }
        return !full;
    }

    @Override
    public synchronized List<DirtyKey> take(int max) {
        int to = (int) Math.min(keys.size(), (long) taken + max);
        List<DirtyKey> next = List.copyOf(keys.subList(taken, to));
        taken = to;
        return next;
    }

    /** The engine goes on when it has been told of all keys, not of the first ones alone. */
    @Override
    public synchronized void settle() {
        if (!full) {
            return;
        }
        keys = new ArrayList<>(new LinkedHashSet<>(keys.subList(taken, keys.size())));
        taken = 0;
        if (keys.isEmpty()) {
            full = false;
            notifyAll();
        }
    }

    @Override
    public synchronized void putBack() {
        taken = 0;
    }

    /** Returns how many keys are not settled. */
    synchronized int size() {
        return keys.size();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
