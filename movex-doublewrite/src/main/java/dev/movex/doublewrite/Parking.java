package dev.movex.doublewrite;

import dev.movex.core.Side;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Prepared connections that wait a moment for the next transaction, so that a busy writer does not pay for the pool and
 * for settings with each one. Whoever waits for a connection gets the next one that comes. What is not taken soon goes
 * back to its pool; now and then everything does, so that the pool can look after it. Thread-safe.
 */
final class Parking implements AutoCloseable {
    /** Shorter than the time after which pools ask a connection whether it is still alive. */
    private static final Duration IDLE = Duration.ofMillis(200);

    private static final int SWEEPS_UNTIL_ALL_GO = 100;
    private static final int MOST = 64;

    private final Executor executor;
    private final BiConsumer<SideAccess, Connection> giveBack;
    private final ScheduledFuture<?> sweeps;
    private final Map<Side, Deque<Parked>> parked = new EnumMap<>(Side.class);
    private final Map<Side, Deque<CompletableFuture<Connection>>> claims = new EnumMap<>(Side.class);
    private final Map<Side, Integer> opening = new EnumMap<>(Side.class);
    private int sweepsDone;
    private boolean closed;

    /**
     * Opens a parking.
     *
     * @param timer looks for what waits too long
     * @param executor gives it back, which may take a while
     * @param giveBack how
     */
    Parking(ScheduledExecutorService timer, Executor executor, BiConsumer<SideAccess, Connection> giveBack) {
        this.executor = executor;
        this.giveBack = giveBack;
        for (Side side : Side.values()) {
            parked.put(side, new ArrayDeque<>());
            claims.put(side, new ArrayDeque<>());
            opening.put(side, 0);
        }
        this.sweeps =
                timer.scheduleWithFixedDelay(this::sweep, IDLE.toNanos() / 2, IDLE.toNanos() / 2, TimeUnit.NANOSECONDS);
    }

    /** Claims a connection: the one that has waited least, or else the next one that is parked. */
    synchronized CompletableFuture<Connection> claim(SideAccess side) {
        Parked last = waiting(side.side()).pollLast();
        if (last != null) {
            return CompletableFuture.completedFuture(last.connection());
        }
        CompletableFuture<Connection> claim = new CompletableFuture<>();
        claims(side.side()).addLast(claim);
        return claim;
    }

    /** Takes a claim back. */
    synchronized void forget(SideAccess side, CompletableFuture<Connection> claim) {
        claims(side.side()).remove(claim);
    }

    /**
     * Returns whether one connection more must be opened, and counts it until it {@linkplain #opened is}: as many are on
     * their way as are claimed, and no more, however long a pool takes.
     */
    synchronized boolean lacks(SideAccess side) {
        int now = Objects.requireNonNull(opening.get(side.side()));
        if (now >= claims(side.side()).size()) {
            return false;
        }
        opening.put(side.side(), now + 1);
        return true;
    }

    /** An attempt to open a connection has ended; with an error it is the answer to the oldest claim. */
    void opened(SideAccess side, @Nullable Throwable error) {
        CompletableFuture<Connection> oldest;
        synchronized (this) {
            opening.merge(side.side(), -1, Integer::sum);
            oldest = error == null ? null : claims(side.side()).pollFirst();
        }
        if (oldest != null && error != null) {
            oldest.completeExceptionally(error);
        }
    }

    /** Gives a connection to who has claimed one, or keeps it, unless there are many. */
    synchronized boolean park(SideAccess side, Connection connection) {
        Deque<CompletableFuture<Connection>> claimed = claims(side.side());
        if (!claimed.isEmpty()) {
            claimed.removeFirst().complete(connection);
            return true;
        }
        Deque<Parked> waiting = waiting(side.side());
        if (closed || waiting.size() >= MOST) {
            return false;
        }
        waiting.addLast(new Parked(side, connection, System.nanoTime()));
        return true;
    }

    /** Gives all connections of a side back. */
    void clear(SideAccess side) {
        giveBack(remove(side.side(), Duration.ZERO));
    }

    private void sweep() {
        boolean all = ++sweepsDone % SWEEPS_UNTIL_ALL_GO == 0;
        for (Side side : Side.values()) {
            giveBack(remove(side, all ? Duration.ZERO : IDLE));
        }
    }

    private synchronized List<Parked> remove(Side side, Duration idleFor) {
        List<Parked> removed = new ArrayList<>();
        Deque<Parked> waiting = waiting(side);
        long now = System.nanoTime();
        while (!waiting.isEmpty() && now - waiting.getFirst().at() >= idleFor.toNanos()) {
            removed.add(waiting.removeFirst());
        }
        return removed;
    }

    private void giveBack(List<Parked> removed) {
        for (Parked each : removed) {
            try {
                executor.execute(() -> giveBack.accept(each.side(), each.connection()));
            } catch (RejectedExecutionException e) {
                // closed meanwhile
                giveBack.accept(each.side(), each.connection());
            }
        }
    }

    private Deque<CompletableFuture<Connection>> claims(Side side) {
        return Objects.requireNonNull(claims.get(side));
    }

    private Deque<Parked> waiting(Side side) {
        return Objects.requireNonNull(parked.get(side));
    }

    /** Gives everything back and keeps nothing any more. */
    @Override
    public void close() {
        sweeps.cancel(false);
        List<Parked> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            parked.values().forEach(waiting -> {
                all.addAll(waiting);
                waiting.clear();
            });
        }
        all.forEach(p -> giveBack.accept(p.side(), p.connection()));
    }

    private record Parked(SideAccess side, Connection connection, long at) {}
}
