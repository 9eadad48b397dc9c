package dev.movex.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The heap of this process since a moment. */
public final class Heap {
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private Heap() {
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Measures from now on; one at a time, since the virtual machine keeps one peak. */
    public static Heap measured() {
        return new Heap();
    }

    /** Returns the largest heap so far in MB, with what was not collected yet; at most, since the parts' peaks are added up. */
    public long peakMb() {
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
    }

    /** Returns the largest heap that the process may take, in MB. */
    public static long maxMb() {
        return Runtime.getRuntime().maxMemory() >> 20;
    }
}
