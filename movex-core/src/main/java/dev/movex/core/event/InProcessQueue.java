package dev.movex.core.event;

import dev.movex.core.row.DirtyKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries events inside one process. When it is full, publishers wait; those that waited in vain keep their event. It
 * lives as long as the process: what is lost with it is found again by the next validation. Thread-safe.
 */
public final class InProcessQueue implements EventTransport {
    private final int capacity;
    private final Duration publishWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomOrEvents = lock.newCondition();
    private final LinkedList<InconsistentEvent> waiting = new LinkedList<>();
    private final Set<DirtyKey> heldRows = new HashSet<>();
    private int handedOut;
    private boolean closed;

    /**
     * @param capacity how many events wait at most
     * @param publishWait how long a publisher waits for room
     */
    public InProcessQueue(int capacity, Duration publishWait) {
        this.capacity = capacity;
        this.publishWait = publishWait;
    }

    @Override
    public void publish(InconsistentEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = publishWait.toNanos();
            while (!closed && waiting.size() >= capacity) {
                if (left <= 0) {
                    throw new EventNotTakenException("The queue of " + waiting.size() + " events is full.", null);
                }
                left = roomOrEvents.awaitNanos(left);
            }
            if (closed) {
                throw new EventNotTakenException("The queue is closed.", null);
            }
            waiting.add(event);
            roomOrEvents.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public EventConsumer subscribe() {
        return new Consumer();
    }

    /** Forgets them: whoever owns the queue keeps them elsewhere. */
    @Override
    public DeadLetters deadLetters() {
        return (event, reason) -> {};
    }

    @Override
    public OptionalLong lag() {
        lock.lock();
        try {
            return OptionalLong.of(waiting.size() + handedOut);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more events; those that wait can still be polled. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            roomOrEvents.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out no event of a row that another consumer has. */
    private final class Consumer implements EventConsumer {
        private final List<InconsistentEvent> unsettled = new ArrayList<>();
        private final Set<DirtyKey> rows = new HashSet<>();

        @Override
        public List<InconsistentEvent> poll(int max, Duration atMost) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = atMost.toNanos();
                List<InconsistentEvent> taken = take(max);
                while (taken.isEmpty() && left > 0) {
                    left = roomOrEvents.awaitNanos(left);
                    taken = take(max);
                }
                return taken;
            } finally {
                lock.unlock();
            }
        }

        private List<InconsistentEvent> take(int max) {
            List<InconsistentEvent> taken = new ArrayList<>();
            Iterator<InconsistentEvent> events = waiting.iterator();
            while (events.hasNext() && taken.size() < max) {
                InconsistentEvent event = events.next();
                if (rows.contains(event.dirtyKey()) || heldRows.add(event.dirtyKey())) {
                    rows.add(event.dirtyKey());
                    taken.add(event);
                    events.remove();
                }
            }
            handedOut += taken.size();
            unsettled.addAll(taken);
            if (!taken.isEmpty()) {
                roomOrEvents.signalAll();
            }
            return taken;
        }

        @Override
        public void settle() {
            lock.lock();
            try {
                release();
            } finally {
                lock.unlock();
            }
        }

        private void release() {
            handedOut -= unsettled.size();
            heldRows.removeAll(rows);
            unsettled.clear();
            rows.clear();
            roomOrEvents.signalAll();
        }

        @Override
        public void close() {
            lock.lock();
            try {
                waiting.addAll(0, unsettled);
                release();
            } finally {
                lock.unlock();
            }
        }
    }
}
