package dev.movex.core.member;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A store that is asked from a thread of its own, and left alone for a while when it does not answer, so that a dead one
 * costs the others nothing. Thread-safe.
 */
final class StoreLine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(1);

    private final MemberStore store;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "movex-store");
        made.setDaemon(true);
        return made;
    });
    private volatile long restUntil = System.nanoTime();

    StoreLine(MemberStore store) {
        this.store = store;
    }

    MemberStore store() {
        return store;
    }

    /** A question to a store. */
    interface Call<T> {
        T on(MemberStore store) throws SQLException;
    }

    /** What comes back. */
    interface Answer<T> {
        T get() throws SQLException;
    }

    <T> Answer<T> ask(Call<T> call) {
        if (System.nanoTime() - restUntil < 0) {
            return () -> {
                throw unanswered("was found dead a moment ago");
            };
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Future<T> asked = thread.submit(() -> call.on(store));
        return () -> await(asked, deadline);
    }

    private <T> T await(Future<T> asked, long deadline) throws SQLException {
        try {
            return asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            restUntil = System.nanoTime() + REST.toNanos();
            throw unanswered("does not answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failed) {
                if (unreachable(failed)) {
                    restUntil = System.nanoTime() + REST.toNanos();
                }
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered("was not waited for: interrupted");
        }
    }

    private static boolean unreachable(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException || (state != null && state.startsWith("08"));
    }

    private static SQLException unanswered(String what) {
        return new SQLTransientConnectionException("Movex: a store of members " + what + ".", "08001");
    }

    @Override
    public void close() {
        thread.shutdownNow();
        store.close();
    }
}
