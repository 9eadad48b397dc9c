package dev.movex.doublewrite;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs something beside a test. */
final class Background {
    private static final String NAME = "beside-the-test";
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, NAME);
        thread.setDaemon(true);
        thread.start();
    };

    private final CompletableFuture<Void> result = new CompletableFuture<>();

    private Background() {}

    static Background run(Task task) {
        Background background = new Background();
        THREADS.execute(() -> {
            try {
                task.run();
                background.result.complete(null);
            } catch (Throwable e) {
                background.result.completeExceptionally(e);
            }
        });
        return background;
    }

    /** Returns whether what was begun last stands in a method. */
    static boolean isIn(String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey().getName().equals(NAME))
                .anyMatch(e -> Arrays.stream(e.getValue())
                        .anyMatch(f -> f.getMethodName().equals(method)));
    }

    boolean done() {
        return result.isDone();
    }

    /** Waits for the end, and throws what it threw. */
    void join() throws Exception {
        try {
            result.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("did not end in 30 s", e);
        }
    }

    /** Something that may fail. */
    interface Task {
        void run() throws Exception;
    }
}
