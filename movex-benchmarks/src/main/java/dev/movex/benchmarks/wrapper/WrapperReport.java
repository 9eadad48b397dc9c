package dev.movex.benchmarks.wrapper;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What passing through costs.
 *
 * @param rounds how often the two ways took turns
 * @param calls the figures by kind of call
 * @param missing peers that could not be run
 */
public record WrapperReport(
        @JsonProperty("rounds") int rounds,
        @JsonProperty("calls") Map<String, Call> calls,
        @JsonProperty("missing") List<String> missing) {

    /**
     * One kind of call; medians of the rounds.
     *
     * @param plainMicros its time through the pool alone, in microseconds
     * @param movexMicros its time through Movex
     * @param ratio the median of the rounds' ratios of the two
     * @param plainBytes what it allocates through the pool alone, in bytes
     * @param movexBytes what it allocates through Movex
     */
    public record Call(
            @JsonProperty("plain_us") double plainMicros,
            @JsonProperty("movex_us") double movexMicros,
            @JsonProperty("ratio") double ratio,
            @JsonProperty("plain_bytes") double plainBytes,
            @JsonProperty("movex_bytes") double movexBytes) {}

    /** Returns the report as one line of JSON. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Prints the report as a table. */
    public void print(PrintStream out) {
        out.printf(
                "%-12s %10s %10s %7s %12s %12s%n",
                "call", "plain µs", "movex µs", "ratio", "plain bytes", "movex bytes");
        calls.forEach((name, c) -> out.printf(
                Locale.ROOT,
                "%-12s %10.2f %10.2f %7.3f %12.0f %12.0f%n",
                name,
                c.plainMicros(),
                c.movexMicros(),
                c.ratio(),
                c.plainBytes(),
                c.movexBytes()));
    }
}
