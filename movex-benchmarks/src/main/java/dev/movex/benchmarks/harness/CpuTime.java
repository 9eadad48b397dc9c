package dev.movex.benchmarks.harness;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time that this process and some servers have used, as their system counts it: in steps of about 10 ms. Where
 * several processes share a few cores it decides how much all of them get done. Immutable.
 */
public final class CpuTime {
    private final List<ProcessHandle> servers;
    private final Duration atStart;

    private CpuTime(List<ProcessHandle> servers) {
        this.servers = List.copyOf(servers);
        this.atStart = used();
    }

    /** Begins to count, for this process and for servers with the processes they have started. */
    public static CpuTime from(List<ProcessHandle> servers) {
        return new CpuTime(servers);
    }

    /** Returns what has been used since; processes that have ended meanwhile count as nothing. */
    public Duration sinceThen() {
        Duration spent = used().minus(atStart);
        return spent.isNegative() ? Duration.ZERO : spent;
    }

    private Duration used() {
        Stream<ProcessHandle> all =
                servers.stream().flatMap(server -> Stream.concat(Stream.of(server), server.descendants()));
        return Stream.concat(Stream.of(ProcessHandle.current()), all)
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
