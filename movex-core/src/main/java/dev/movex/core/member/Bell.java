package dev.movex.core.member;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for anything to change. A ring between {@link #count} and {@link #await} is not lost. Thread-safe. */
public final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long count;

    /** Wakes all who wait. */
    public void ring() {
        lock.lock();
        try {
            count++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how often it has been rung. */
    public long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it was rung more often than given, or the time is over. */
    public void await(long seen, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (count == seen && left > 0) {
                left = rung.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits like {@link #await(long, long)}, in milliseconds. */
    public void awaitMillis(long seen, long millis) throws InterruptedException {
        await(seen, TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
