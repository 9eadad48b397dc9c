package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.MemberGroup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks both databases whether they answer, by Movex's own connections and by those of the members: a pool that has not
 * recovered is as bad as a server that is down. Never takes longer than its limit; a look that hangs is not repeated
 * until it ends. Thread-safe.
 */
final class HealthProbe implements AutoCloseable {
    static final String OK = "ok";
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Databases databases;
    private final MemberGroup members;
    private final Map<Side, CompletableFuture<String>> looks = new EnumMap<>(Side.class);
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "movex-health");
        thread.setDaemon(true);
        return thread;
    });

    HealthProbe(Databases databases, MemberGroup members) {
        this.databases = databases;
        this.members = members;
    }

    /** Returns per side, {@code src} and {@code dst}, {@code ok} or the error. */
    Map<String, String> look() {
        Map<Side, CompletableFuture<String>> current = start();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Map<String, String> health = new LinkedHashMap<>();
        current.forEach((side, look) -> health.put(side.name().toLowerCase(Locale.ROOT), await(look, deadline)));
        return health;
    }

    private synchronized Map<Side, CompletableFuture<String>> start() {
        for (Side side : Side.values()) {
            CompletableFuture<String> last = looks.get(side);
            if (executor.isShutdown()) {
                looks.put(side, CompletableFuture.completedFuture("not looked at: the migration is closed here"));
            } else if (last == null || last.isDone()) {
                looks.put(side, CompletableFuture.supplyAsync(() -> look(side), executor));
            }
        }
        return new EnumMap<>(looks);
    }

    private String look(Side side) {
        try (Connection connection = databases.connect(side)) {
            return connection.isValid(2) ? members.reach(side) : "the connection does not answer";
        } catch (SQLException e) {
            return "can't be reached (SQLState " + e.getSQLState() + ")";
        }
    }

    private static String await(CompletableFuture<String> look, long deadline) {
        try {
            return look.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return "does not answer within " + LIMIT.toSeconds() + " s";
        } catch (ExecutionException e) {
            return "can't be looked at (" + e.getCause() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was not looked at: interrupted";
        }
    }

    @Override
    public synchronized void close() {
        executor.shutdownNow();
    }
}
