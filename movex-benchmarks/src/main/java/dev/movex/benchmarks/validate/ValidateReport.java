package dev.movex.benchmarks.validate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the benchmark has measured.
 *
 * @param database what ran on both sides
 * @param rows the rows of each table
 * @param rounds how often the ways took turns
 * @param ours the seconds of the full validation, medians
 * @param peers the seconds of the other ways, medians
 * @param ratios a peer's time over ours: above 1 we are ahead
 * @param original the row-by-row way, at few rows, for scale
 * @param planted how many rows were made different
 * @param found how many of them were confirmed under locks, in the round that found fewest
 * @param falseAlarms how many others were reported, in all rounds
 * @param heapPeakMb the largest heap of this process while Movex validated, with what was not collected yet, in MB
 * @param heapMaxMb the largest heap that this process may take, in MB
 * @param missing peers that could not be run
 */
public record ValidateReport(
        @JsonProperty("database") String database,
        @JsonProperty("rows") long rows,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("ours") Seconds ours,
        @JsonProperty("peers") Map<String, Seconds> peers,
        @JsonProperty("ratios") Map<String, Seconds> ratios,
        @JsonProperty("original") Map<String, Double> original,
        @JsonProperty("planted") int planted,
        @JsonProperty("found") int found,
        @JsonProperty("false_alarms") int falseAlarms,
        @JsonProperty("heap_peak_mb") long heapPeakMb,
        @JsonProperty("heap_max_mb") long heapMaxMb,
        @JsonProperty("missing") List<String> missing) {

    /**
     * A figure for equal and for different tables.
     *
     * @param equal for tables that are equal
     * @param different for tables of which 100 rows differ
     */
    public record Seconds(
            @JsonProperty("equal") double equal,
            @JsonProperty("different") double different) {

        Seconds over(Seconds other) {
            return new Seconds(round(equal / other.equal), round(different / other.different));
        }

        static double round(double value) {
            return Math.round(value * 1000) / 1000.0;
        }
    }

    /** Returns whether all differences were found and nothing else. */
    public boolean exact() {
        return found == planted && falseAlarms == 0;
    }

    /** Returns the report as one line of JSON. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Prints the report as a table. */
    public void print(PrintStream out) {
        out.printf(
                "%-38s %9s %9s   %6s %6s%n", database + ", " + rows + " rows", "equal s", "100 diff", "ratio", "ratio");
        print(out, "movex", ours, new Seconds(1, 1));
        peers.forEach((name, seconds) -> print(out, name, seconds, seconds.over(ours)));
        original.forEach((count, seconds) -> out.printf(Locale.ROOT, "row by row, %s rows: %.1f s%n", count, seconds));
        out.printf("planted %d, confirmed under locks %d, false alarms %d%n", planted, found, falseAlarms);
        out.printf("heap: %d MB of %d MB%n", heapPeakMb, heapMaxMb);
        missing.forEach(name -> out.println("not measured: " + name));
    }

    private static void print(PrintStream out, String name, Seconds s, Seconds ratio) {
        out.printf(
                Locale.ROOT,
                "%-38s %9.2f %9.2f   %6.2f %6.2f%n",
                name,
                s.equal(),
                s.different(),
                ratio.equal(),
                ratio.different());
    }
}
