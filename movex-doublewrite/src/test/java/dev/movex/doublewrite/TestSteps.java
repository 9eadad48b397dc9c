package dev.movex.doublewrite;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops or fails a writer where a test says. Thread-safe. */
final class TestSteps implements Steps {
    private final Map<Step, Steps> actions = new ConcurrentHashMap<>();

    @Override
    public void at(Step step) throws SQLException {
        Steps action = actions.get(step);
        if (action != null) {
            action.at(step);
        }
    }

    /** Does something at a step, each time. */
    void on(Step step, Steps action) {
        actions.put(step, action);
    }

    /** Does something at a step, the first time alone. */
    void once(Step step, Steps action) {
        actions.put(step, s -> {
            actions.remove(step);
            action.at(s);
        });
    }

    /** Does nothing at a step any more. */
    void clear(Step step) {
        actions.remove(step);
    }

    /** Stops the next writer at a step. */
    Stop stopAt(Step step) {
        Stop stop = new Stop();
        once(step, stop);
        return stop;
    }

    /** A place where a writer stands until it is told to go on. */
    static final class Stop implements Steps, AutoCloseable {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void at(Step step) throws SQLException {
            reached.countDown();
            await(go, "the test lets it go on");
        }

        /** Waits until the writer is there. */
        void awaitReached() throws SQLException {
            await(reached, "the writer is there");
        }

        private static void await(CountDownLatch latch, String what) throws SQLException {
            try {
                if (!latch.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("20 s went by before " + what);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException(e);
            }
        }

        @Override
        public void close() {
            go.countDown();
        }
    }

    /** The end of a process, as far as one can be played: nothing that follows in the writer may mend anything. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
