package dev.movex.doublewrite;

import dev.movex.core.control.ControlRow;
import dev.movex.core.dialect.Push;
import dev.movex.core.member.JdbcMemberStore;
import dev.movex.core.member.MemberStore;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one store: what is asked of it is done one after the other on a thread of its own, so that a store which
 * hangs holds up nobody but itself. What is asked twice before it was done is done once. Thread-safe.
 */
final class MemberChannel {
    private static final Logger LOG = LoggerFactory.getLogger(MemberChannel.class);
    private static final long LAST_WORD_SECONDS = 2;

    private final MemberAgent agent;
    private final MemberStore store;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Threads.named("member-store"));
    private final AtomicBoolean renewal = new AtomicBoolean();
    private final AtomicBoolean hearing = new AtomicBoolean();
    private final AtomicBoolean reporting = new AtomicBoolean();
    private final AtomicBoolean silent = new AtomicBoolean();
    private volatile @Nullable AutoCloseable watch;
    private volatile boolean installed;

    MemberChannel(MemberAgent agent, MemberStore store) {
        this.agent = agent;
        this.store = store;
    }

    MemberStore store() {
        return store;
    }

    private interface Task {
        void run() throws SQLException;
    }

    private void run(AtomicBoolean queued, Task task) {
        if (!queued.compareAndSet(false, true)) {
            return;
        }
        run(() -> {
            queued.set(false);
            task.run();
        });
    }

    private void run(Task task) {
        try {
            thread.execute(() -> attempt(task));
        } catch (RejectedExecutionException e) {
            LOG.trace("closed", e);
        }
    }

    private void attempt(Task task) {
        try {
            task.run();
            if (silent.compareAndSet(true, false)) {
                LOG.info("the store of members answers again ({})", name());
            }
        } catch (SQLException | RuntimeException e) {
            installed = false;
            if (silent.compareAndSet(false, true)) {
                LOG.warn("the store of members does not answer ({}): {}", name(), e.toString());
            }
        }
    }

    private String name() {
        return store instanceof JdbcMemberStore jdbc
                ? jdbc.side().label()
                : store.getClass().getSimpleName();
    }

    /** Registers, and reads what holds afterwards. */
    void renew() {
        run(renewal, () -> {
            long sent = agent.now();
            if (store instanceof JdbcMemberStore jdbc) {
                installed = installed || jdbc.installed();
                if (installed) {
                    store.put(agent.entry());
                }
                ControlRow row = installed ? jdbc.controlRow().orElse(null) : null;
                hearNow();
                agent.seen(jdbc.side(), row, sent);
            } else {
                store.put(agent.entry());
                hearNow();
            }
        });
    }

    private void hearNow() throws SQLException {
        if (installed || !(store instanceof JdbcMemberStore)) {
            store.instruction().ifPresent(agent::told);
        }
    }

    /** Reads the newest instruction. */
    void listen() {
        run(hearing, this::hearNow);
    }

    /** Writes what the member has taken. */
    void report() {
        run(reporting, () -> {
            if (installed || !(store instanceof JdbcMemberStore)) {
                store.put(agent.entry());
            }
        });
    }

    void describe(String json) {
        run(() -> {
            if (installed || !(store instanceof JdbcMemberStore)) {
                store.describe(agent.id(), json);
            }
        });
    }

    void watch() {
        Optional<AutoCloseable> made = store.watch(Push.Topic.INSTRUCTIONS, this::listen);
        watch = made.orElse(null);
    }

    /** Takes the registration back, so that nobody waits for the lease. */
    void close(String member) {
        run(() -> {
            if (installed || !(store instanceof JdbcMemberStore)) {
                store.remove(member);
            }
        });
        thread.shutdown();
        try {
            AutoCloseable watching = watch;
            if (watching != null) {
                watching.close();
            }
            if (!thread.awaitTermination(LAST_WORD_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("the watch did not end well: {}", e.toString());
        }
        store.close();
    }
}
