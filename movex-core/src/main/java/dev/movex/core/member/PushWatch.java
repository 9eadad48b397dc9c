package dev.movex.core.member;

import dev.movex.core.dialect.Push;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a connection of its own, and opens another one when that is lost. Thread-safe. */
final class PushWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushWatch.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration ALIVE = Duration.ofSeconds(10);
    private static final int ANSWERS_WITHIN_SECONDS = 2;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DataSource source;
    private final Push push;
    private final Wish wish;
    private final Runnable changed;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What one wants to hear of. */
    record Wish(String migration, Push.Topic topic) {}

    PushWatch(DataSource source, Push push, Wish wish, Runnable changed) {
        this.source = source;
        this.push = push;
        this.wish = wish;
        this.changed = changed;
        thread = new Thread(this::run, "movex-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            do {
                listen();
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(true);
            push.listen(connection, wish.topic());
            changed.run(); // what happened before is not pushed
            listen(connection);
            push.ignore(connection, wish.topic());
        } catch (SQLException | RuntimeException e) {
            if (closed.getCount() > 0) {
                LOG.debug("listening was interrupted and is begun again: {}", e.toString());
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        long looked = System.nanoTime();
        while (closed.getCount() > 0) {
            if (push.await(connection, wish.migration(), LOOK)) {
                changed.run();
            } else if (System.nanoTime() - looked > ALIVE.toNanos()) {
                looked = System.nanoTime();
                if (!connection.isValid(ANSWERS_WITHIN_SECONDS)) {
                    return;
                }
            }
        }
    }

    /** Waits until the listener has given its connection back, which it does soon. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        if (Thread.currentThread() != thread) {
            thread.join(LOOK.multipliedBy(5).toMillis());
        }
    }
}
