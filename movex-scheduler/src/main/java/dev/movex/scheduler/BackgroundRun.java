package dev.movex.scheduler;

import dev.movex.core.MovexException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of work that goes on in the background, at most one at a time. Start and stop are put in an order: each is
 * answered by what the one before it left. Thread-safe.
 */
final class BackgroundRun {
    private final String name;
    private final Consumer<Exception> failed;
    private @Nullable Active active;

    BackgroundRun(String name, Consumer<Exception> failed) {
        this.name = name;
        this.failed = failed;
    }

    /** Work that looks now and then whether it should end. */
    @FunctionalInterface
    interface Work {
        void run(BooleanSupplier cancelled) throws Exception;
    }

    private static final class Active {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final CountDownLatch stop = new CountDownLatch(1);
    }

    /**
     * Starts the work on a thread of its own.
     *
     * @throws MovexException with code {@code ALREADY_RUNNING}
     */
    synchronized void start(Work work) {
        if (running()) {
            throw new MovexException(
                    "ALREADY_RUNNING", "The " + name + " runs already.", "Wait until it ends, or stop it first.");
        }
        Active started = new Active();
        active = started;
        Thread thread = new Thread(() -> run(work, started), "movex-" + name.replace(' ', '-'));
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Work work, Active self) {
        try {
            work.run(() -> self.stop.getCount() == 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failed.accept(e);
        } finally {
            self.ended.countDown();
        }
    }

    synchronized boolean running() {
        return active != null && active.ended.getCount() > 0;
    }

    /**
     * Asks the work to end, and waits for it.
     *
     * @return whether it has ended in the given time
     * @throws MovexException with code {@code NOT_RUNNING}
     */
    boolean stop(Duration atMost) throws InterruptedException {
        Active stopped = askToEnd();
        if (stopped == null) {
            throw new MovexException(
                    "NOT_RUNNING", "The " + name + " does not run.", "Look at /status for what runs now.");
        }
        return stopped.ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As {@link #stop}, with no complaint if nothing runs. Returns whether something was stopped. */
    boolean stopIfRunning(Duration atMost) throws InterruptedException {
        Active stopped = askToEnd();
        return stopped != null && stopped.ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized @Nullable Active askToEnd() {
        if (active == null || !running()) {
            return null;
        }
        active.stop.countDown();
        return active;
    }

    /** Waits for a stop. Returns whether the work should end. */
    boolean pause(Duration atMost) throws InterruptedException {
        Active current;
        synchronized (this) {
            current = active;
        }
        return current == null || current.stop.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
