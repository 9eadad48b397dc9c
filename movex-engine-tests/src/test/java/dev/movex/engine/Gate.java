package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.access.Steps;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the first worker that reaches a step until it is let go. */
final class Gate implements Steps {
    private static final long LIMIT_SECONDS = 60;

    private final Step step;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(Step step) {
        this.step = step;
    }

    @Override
    public void reached(Step now) throws InterruptedException {
        if (now == step) {
            hold();
        }
    }

    /** Holds the first who comes. */
    void hold() throws InterruptedException {
        if (reached.getCount() > 0) {
            reached.countDown();
            assertThat(open.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    void awaitReached() throws InterruptedException {
        assertThat(reached.await(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("step %s reached", step)
                .isTrue();
    }

    void open() {
        open.countDown();
    }
}
