package dev.movex.core.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Carries events inside one process. When it is full, publishers wait; those that waited in vain keep their event. It
 * lives as long as the process: what is lost with it is found again by the next validation. Publishing is thread-safe;
 * one thread consumes.
 */
public final class InProcessQueue implements EventPublisher, EventConsumer {
    private final BlockingQueue<InconsistentEvent> events;
    private final Duration publishWait;
    private volatile boolean closed;

    /**
     * @param capacity how many events wait at most
     * @param publishWait how long a publisher waits for room
     */
    public InProcessQueue(int capacity, Duration publishWait) {
        this.events = new ArrayBlockingQueue<>(capacity);
        this.publishWait = publishWait;
    }

    @Override
    public void publish(InconsistentEvent event) throws InterruptedException {
        if (closed) {
            throw new EventNotTakenException("The queue is closed.", null);
        }
        if (!events.offer(event, publishWait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new EventNotTakenException("The queue of " + events.size() + " events is full.", null);
        }
    }

    @Override
    public List<InconsistentEvent> poll(int max, Duration atMost) throws InterruptedException {
        List<InconsistentEvent> batch = new ArrayList<>();
        InconsistentEvent first = events.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            events.drainTo(batch, max - 1);
        }
        return batch;
    }

    /** Returns how many events wait. */
    public int size() {
        return events.size();
    }

    @Override
    public void settle() {
        // nothing outlives the process, so that nothing needs to be told apart
    }

    /** Takes no more events; those that wait can still be polled. */
    @Override
    public void close() {
        closed = true;
    }
}
