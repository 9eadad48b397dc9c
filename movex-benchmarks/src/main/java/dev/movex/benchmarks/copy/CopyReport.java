package dev.movex.benchmarks.copy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the benchmark has measured. Times are medians of the rounds, in seconds.
 *
 * @param src the server that the rows came from
 * @param dst the server that they went to
 * @param rows how many
 * @param rounds how often the ways took turns
 * @param ours {@code copy}: Movex's copy alone; {@code with_digests}: with the comparison that proves it
 * @param peers the peers' times
 * @param ratios per figure of ours and peer, the peer's time by ours: above 1 is ahead
 * @param missing peers that could not be run, each with the reason
 * @param heapPeakMb the largest heap of this process while Movex copied, not cleaned, in MB
 * @param heapMaxMb the largest heap that this process may take, in MB
 * @param equal whether both sides were equal after Movex's last copy, row by row
 */
public record CopyReport(
        @JsonProperty("src") String src,
        @JsonProperty("dst") String dst,
        @JsonProperty("rows") long rows,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("ours") Map<String, Double> ours,
        @JsonProperty("peers") Map<String, Double> peers,
        @JsonProperty("ratios") Map<String, Map<String, Double>> ratios,
        @JsonProperty("missing") List<String> missing,
        @JsonProperty("heap_peak_mb") long heapPeakMb,
        @JsonProperty("heap_max_mb") long heapMaxMb,
        @JsonProperty("equal") boolean equal) {

    /** Returns the report as one line of JSON. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Prints the report as a table. */
    public void print(PrintStream out) {
        out.printf("%s to %s, %d rows%n", src, dst, rows);
        ours.forEach((name, seconds) -> out.printf(Locale.ROOT, "%-28s %8.2f s%n", "movex " + name, seconds));
        peers.forEach((name, seconds) -> {
            out.printf(Locale.ROOT, "%-28s %8.2f s ", name, seconds);
            ratios.forEach(
                    (figure, byPeer) -> out.printf(Locale.ROOT, "  %s %.2f", figure, byPeer.getOrDefault(name, 0.0)));
            out.println();
        });
        missing.forEach(m -> out.println("missing: " + m));
        out.printf("heap: %d MB of %d MB%n", heapPeakMb, heapMaxMb);
        out.println(equal ? "both sides are equal" : "BOTH SIDES DIFFER");
    }
}
