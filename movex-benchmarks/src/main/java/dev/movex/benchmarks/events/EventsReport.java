package dev.movex.benchmarks.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the benchmark has measured.
 *
 * @param database what ran on both sides
 * @param events how many events there were
 * @param workers how many repaired
 * @param rounds how often the ways took turns
 * @param published events published per second, by way, medians
 * @param repaired rows brought to the target per second, by way, medians
 * @param ratios ours over a peer's, of figures per second: above 1 we are ahead
 * @param left rows that the target lacked when repair was through, in all rounds
 */
public record EventsReport(
        @JsonProperty("database") String database,
        @JsonProperty("events") int events,
        @JsonProperty("workers") int workers,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("published") Map<String, Double> published,
        @JsonProperty("repaired") Map<String, Double> repaired,
        @JsonProperty("ratios") Map<String, Double> ratios,
        @JsonProperty("left") long left) {

    /** Returns the report as one line of JSON. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Prints the report as a table. */
    public void print(PrintStream out) {
        out.println(database + ", " + events + " events, " + workers + " workers");
        published.forEach((way, rate) -> out.printf(Locale.ROOT, "published, %-28s %10.0f /s%n", way, rate));
        repaired.forEach((way, rate) -> out.printf(Locale.ROOT, "repaired,  %-28s %10.0f /s%n", way, rate));
        ratios.forEach((peer, ratio) -> out.printf(Locale.ROOT, "%-39s %10.2f%n", peer, ratio));
        out.println("rows left: " + left);
    }
}
