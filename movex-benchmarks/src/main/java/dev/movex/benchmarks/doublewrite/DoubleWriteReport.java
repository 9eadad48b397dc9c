package dev.movex.benchmarks.doublewrite;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.movex.benchmarks.harness.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the benchmark has measured.
 *
 * @param database what ran on both sides
 * @param rounds how often the ways took turns
 * @param cells the figures
 * @param ratios per cell and way, how often the figure of one plain database it is
 * @param equal whether both sides are equal where Movex wrote
 * @param missing peers that could not be run
 */
public record DoubleWriteReport(
        @JsonProperty("database") String database,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("cells") List<Cell> cells,
        @JsonProperty("ratios") Map<String, Map<String, Ratio>> ratios,
        @JsonProperty("equal") boolean equal,
        @JsonProperty("missing") List<String> missing) {

    /**
     * The figures of all ways for one kind of transaction.
     *
     * @param transaction its size and kind
     * @param threads how many writers
     * @param delayMillis the round trip time that was added
     * @param ways medians by way
     * @param trips how many round trips a caller waits for, by way; empty where no delay was added
     */
    public record Cell(
            @JsonProperty("transaction") String transaction,
            @JsonProperty("threads") int threads,
            @JsonProperty("delay_ms") int delayMillis,
            @JsonProperty("ways") Map<String, Sample> ways,
            @JsonProperty("trips") Map<String, Long> trips) {

        String label() {
            return transaction + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + delayMillis + " ms";
        }
    }

    /**
     * A way against one plain database.
     *
     * @param p50 latency, below 1 is faster
     * @param p99 latency
     * @param throughput calls per second, above 1 is more
     * @param cpu CPU time of client and servers per call, below 1 is less
     */
    public record Ratio(
            @JsonProperty("p50") double p50,
            @JsonProperty("p99") double p99,
            @JsonProperty("throughput") double throughput,
            @JsonProperty("cpu") double cpu) {

        static Ratio of(Sample way, Sample plain) {
            return new Ratio(
                    round(way.p50Micros() / plain.p50Micros()),
                    round(way.p99Micros() / plain.p99Micros()),
                    round(way.perSecond() / plain.perSecond()),
                    round(way.cpuMicros() / plain.cpuMicros()));
        }

        private static double round(double value) {
            return Math.round(value * 1000) / 1000.0;
        }
    }

    /** Returns the report as one line of JSON. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Prints the report as a table. */
    public void print(PrintStream out) {
        out.printf(
                "%-34s %-13s %9s %9s %9s %9s %5s   %6s %6s %6s %6s%n",
                database, "", "p50 µs", "p99 µs", "per s", "cpu µs", "trips", "p50", "p99", "tput", "cpu");
        for (Cell cell : cells) {
            cell.ways().forEach((way, s) -> {
                Ratio ratio = ratios.getOrDefault(cell.label(), Map.of()).getOrDefault(way, new Ratio(1, 1, 1, 1));
                out.printf(
                        Locale.ROOT,
                        "%-34s %-13s %9.0f %9.0f %9.0f %9.0f %5s   %6.2f %6.2f %6.2f %6.2f%s%n",
                        cell.label(),
                        way,
                        s.p50Micros(),
                        s.p99Micros(),
                        s.perSecond(),
                        s.cpuMicros(),
                        Objects.toString(cell.trips().get(way), ""),
                        ratio.p50(),
                        ratio.p99(),
                        ratio.throughput(),
                        ratio.cpu(),
                        s.failures() == 0 ? "" : "  " + s.failures() + " failed");
            });
        }
        out.println(equal ? "both sides are equal where Movex wrote" : "BOTH SIDES DIFFER where Movex wrote");
    }
}
