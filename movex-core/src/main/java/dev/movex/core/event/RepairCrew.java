package dev.movex.core.event;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Several repair workers that share the events of a migration. Thread-safe. */
public final class RepairCrew implements AutoCloseable {
    private final List<RepairWorker> workers;

    /**
     * @param count how many workers; 0 if others repair
     * @param maker makes each of them, with a consumer of its own
     */
    public RepairCrew(int count, Supplier<RepairWorker> maker) {
        this.workers = IntStream.range(0, count).mapToObj(n -> maker.get()).toList();
    }

    /** Begins to consume. */
    public void start() {
        workers.forEach(RepairWorker::start);
    }

    /** Returns what all workers together have done so far. */
    public RepairStats stats() {
        return new RepairStats(
                sum(RepairStats::taken),
                sum(RepairStats::repaired),
                sum(RepairStats::equal),
                sum(RepairStats::refused),
                sum(RepairStats::dead));
    }

    private long sum(ToLongFunction<RepairStats> what) {
        return workers.stream().map(RepairWorker::stats).mapToLong(what).sum();
    }

    /** Returns why a worker repairs nothing although it took events; empty if nothing is in the way. */
    public String held() {
        return workers.stream()
                .map(RepairWorker::held)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Lets all workers finish what they took, and ends them. */
    @Override
    public void close() throws InterruptedException {
        workers.forEach(RepairWorker::end);
        for (RepairWorker worker : workers) {
            worker.close();
        }
    }
}
