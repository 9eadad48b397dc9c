package dev.movex.benchmarks.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What an application process has done.
 *
 * @param name its name
 * @param writers its writers
 * @param holds how long the longest wait at its gate was in each change, in milliseconds
 */
record MemberReport(
        @JsonProperty("name") String name,
        @JsonProperty("writers") List<WriterReport> writers,
        @JsonProperty("holds") List<Double> holds) {}
