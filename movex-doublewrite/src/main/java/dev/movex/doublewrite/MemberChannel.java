package dev.movex.doublewrite;

import dev.movex.core.control.ControlRow;
import dev.movex.core.dialect.Push;
import dev.movex.core.member.JdbcMemberStore;
import dev.movex.core.member.MemberStore;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    /** Nothing of Movex's was there at the last look. */
    private volatile boolean absent;

    private Set<Long> announced = Set.of();

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
            absent = false;
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
                look(jdbc);
                if (installed) {
                    store.put(agent.entry());
                    announceNow(jdbc);
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

    private void look(JdbcMemberStore jdbc) throws SQLException {
        installed = installed || jdbc.installed();
        absent = !installed;
    }

    private void announceNow(JdbcMemberStore jdbc) throws SQLException {
        Set<Long> ids = agent.sessions(jdbc.side());
        if (!ids.equals(announced)) {
            jdbc.sessions(agent.id(), ids);
            announced = ids;
        }
    }

    /**
     * Makes the sessions that the member has in this database known, and reads the control row after that. Waits for it.
     *
     * @return the row; empty if the migration is not installed here
     * @throws SQLException if it could not be done in time
     */
    Optional<ControlRow> announce(JdbcMemberStore jdbc, Duration atMost) throws SQLException {
        if (absent) {
            return Optional.empty();
        }
        Future<Optional<ControlRow>> asked = submit(() -> {
            look(jdbc);
            if (absent) {
                return Optional.empty();
            }
            announceNow(jdbc);
            return jdbc.controlRow();
        });
        try {
            return asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unannounced(e);
        } catch (TimeoutException | ExecutionException e) {
            asked.cancel(false);
            throw unannounced(e);
        }
    }

    private Future<Optional<ControlRow>> submit(Callable<Optional<ControlRow>> task) throws SQLException {
        try {
            return thread.submit(task);
        } catch (RejectedExecutionException e) {
            throw new SQLException("Movex: the data source is closed.", "08003", e);
        }
    }

    private SQLException unannounced(Exception cause) {
        return new SQLTransientConnectionException(
                "Movex: a new session could not be made known to the group at the " + name()
                        + ", and must not write there alone. It tries again with the next transaction; look whether the"
                        + " database answers.",
                "08006",
                cause);
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
