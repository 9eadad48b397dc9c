package dev.movex.benchmarks.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a writer has done.
 *
 * @param writer its number
 * @param writes how many calls were acknowledged
 * @param failed how many failed
 * @param stale how many reads did not see the last acknowledged write
 * @param calls how long each call took during which the pattern changed, in milliseconds
 * @param p50 the median of the other calls, in milliseconds
 * @param p99 their 99th percentile
 * @param errors the first errors
 */
record WriterReport(
        @JsonProperty("writer") long writer,
        @JsonProperty("writes") long writes,
        @JsonProperty("failed") long failed,
        @JsonProperty("stale") long stale,
        @JsonProperty("calls") List<Double> calls,
        @JsonProperty("p50") double p50,
        @JsonProperty("p99") double p99,
        @JsonProperty("errors") List<String> errors) {}
