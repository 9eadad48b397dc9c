package dev.movex.doublewrite;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs what is left to do after the primary's commit, beside the caller while there is room. Thread-safe. */
final class SecondaryCommits implements AutoCloseable {
    private final boolean awaited;
    private final int room;
    private final Semaphore free;
    private final ExecutorService executor = Executors.newCachedThreadPool(Threads.named("commit"));

    SecondaryCommits(Ack ack, int room) {
        this.awaited = ack == Ack.BOTH;
        this.room = room;
        this.free = new Semaphore(room);
    }

    /** Runs the task, on the caller's thread if callers wait for both commits or too many are under way. */
    void run(Runnable task) {
        if (awaited || !free.tryAcquire()) {
            task.run();
            return;
        }
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                free.release();
            }
        });
    }

    /** Waits for those under way. */
    @Override
    public void close() {
        try {
            free.tryAcquire(room, 10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
    }
}
