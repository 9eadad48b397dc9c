package dev.movex.scheduler;

import dev.movex.core.control.MemberInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks once for what all meters of a migration tell, and keeps it for a moment: they are read one after the other. Meters
 * are needed most when a database hangs, so whoever has not answered in time is left out. Thread-safe.
 */
final class MeterLook {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final Supplier<Instant> clock;
    private final Question<MigrationStats> stats;
    private final Question<Map<String, String>> health;
    private final Question<List<MemberInfo>> members;
    private final Question<Long> waiting;
    private final Question<Long> dead;
    private final Executor executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "movex-meters");
        thread.setDaemon(true);
        return thread;
    });
    private Seen seen = Seen.NOTHING;
    private Instant until = Instant.MIN;

    MeterLook(Migration migration) {
        clock = migration::now;
        stats = new Question<>(migration::stats);
        health = new Question<>(migration::health);
        members = new Question<>(migration::members);
        waiting = new Question<>(migration::waitingEvents);
        dead = new Question<>(migration::deadRows);
    }

    /** What was answered; null where nobody did. */
    record Seen(
            @Nullable MigrationStats stats,
            @Nullable Map<String, String> health,
            @Nullable List<MemberInfo> members,
            @Nullable Long waiting,
            @Nullable Long dead) {
        static final Seen NOTHING = new Seen(null, null, null, null, null);
    }

    synchronized Seen now() {
        if (!clock.get().isBefore(until)) {
            List.of(stats, health, members, waiting, dead).forEach(question -> question.ask(executor));
            long deadline = System.nanoTime() + LIMIT.toNanos();
            seen = new Seen(
                    stats.answer(deadline),
                    health.answer(deadline),
                    members.answer(deadline),
                    waiting.answer(deadline),
                    dead.answer(deadline));
            until = clock.get().plus(MOMENT);
        }
        return seen;
    }

    /** One that hangs is not asked again until it ends. */
    private static final class Question<T> {
        private final Supplier<T> asked;
        private @Nullable CompletableFuture<T> future;

        Question(Supplier<T> asked) {
            this.asked = asked;
        }

        void ask(Executor executor) {
            if (future == null || future.isDone()) {
                future = CompletableFuture.supplyAsync(asked, executor);
            }
        }

        @Nullable T answer(long deadline) {
            CompletableFuture<T> asking = future;
            try {
                return asking == null
                        ? null
                        : asking.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }
}
