package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.Ledger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The threads of the shop: transactions and auto-commit statements of all kinds, through any data source. A writer
 * writes rows that it inserted, its share of the loaded ones ({@link ShopTables#isCold} rows are never touched), and
 * adds to a few customers that all writers share. What was acknowledged goes into the {@link Ledger}.
 *
 * <p>Deadlocks and serialization failures are repeated, as an application does, and counted as retries; every other
 * error is a failed call.
 *
 * <p>Thread-safe.
 */
public final class ShopWriters implements AutoCloseable {
    private final WriterMeter meter = new WriterMeter();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private ShopWriters(DataSource source, WriterOptions options, Ledger ledger) {
        Pacer pacer = new Pacer(options.pace());
        SplittableRandom seeds = new SplittableRandom(options.seed());
        for (int i = 0; i < options.writers(); i++) {
            Share share = new Share(
                    ledger, options.memberIndex() * options.writers() + i, options.members() * options.writers());
            String name = options.member() + "-w" + i;
            WriterContext context = new WriterContext(ledger, share, name, InstantSource.system(), options.deadlocks());
            Thread thread = new Thread(
                    new Writer(source, context, meter, pacer, seeds.split(), () -> stopped), "shop-writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Starts writers that are the only ones on the shop. */
    public static ShopWriters start(DataSource source, int writers, Pace pace, Ledger ledger) {
        return start(source, WriterOptions.of(writers, pace), ledger);
    }

    /** Starts writers. */
    public static ShopWriters start(DataSource source, WriterOptions options, Ledger ledger) {
        ShopWriters writers = new ShopWriters(source, options, ledger);
        writers.threads.forEach(Thread::start);
        return writers;
    }

    /** Returns what the writers have seen so far. */
    public WriterStats stats() {
        return meter.snapshot();
    }

    /** Forgets the latencies seen so far, to measure those of a phase alone. */
    public void resetLatencies() {
        meter.resetLatencies();
    }

    /** Asks the writers to end after their current call, and waits for them as long as it takes. */
    public void stop() {
        if (!stop(Duration.ofDays(1))) {
            throw new IllegalStateException("writers did not end: " + running());
        }
    }

    /** Asks the writers to end after their current call, and returns whether all did within the time. */
    public boolean stop(Duration limit) {
        stopped = true;
        threads.forEach(LockSupport::unpark);
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return running().isEmpty();
    }

    @Override
    public void close() {
        stop();
    }

    private List<String> running() {
        return threads.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }
}
