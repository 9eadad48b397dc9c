package dev.movex.doublewrite;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs what is left to do after the primary's commit, beside the caller while there is room. Thread-safe. */
final class SecondaryCommits implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final boolean awaited;
    private final Semaphore free;
    private final Set<CountDownLatch> pending = ConcurrentHashMap.newKeySet();
    private final AtomicLong ended = new AtomicLong();
    private final ExecutorService executor = Executors.newCachedThreadPool(Threads.named("commit"));

    SecondaryCommits(Ack ack, int room) {
        this.awaited = ack == Ack.BOTH;
        this.free = new Semaphore(room);
    }

    /** Runs the task, on the caller's thread if callers wait for both commits or too many are under way. */
    void run(Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        pending.add(done);
        Runnable whole = () -> {
            try {
                task.run();
            } finally {
                // counted first, so that who sees it no more sees it counted
                ended.incrementAndGet();
                pending.remove(done);
                done.countDown();
            }
        };
        if (awaited || executor.isShutdown() || !free.tryAcquire()) {
            whole.run();
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    whole.run();
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException e) {
            // closed meanwhile
            whole.run();
        }
    }

    /** Returns how many tasks have ended. */
    long ended() {
        return ended.get();
    }

    /**
     * Waits for the tasks that are under way now.
     *
     * @return whether there were any and all of them have ended in time
     */
    boolean awaitPending(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<CountDownLatch> now = List.copyOf(pending);
        try {
            for (CountDownLatch each : now) {
                if (!each.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !now.isEmpty();
    }

    /** Waits for those under way. */
    @Override
    public void close() {
        awaitPending(CLOSING);
        executor.shutdown();
    }
}
