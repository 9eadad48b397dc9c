package dev.movex.benchmarks.change;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a process is to be.
 *
 * @param name its name
 * @param number what its writers' numbers begin with; another one for every process that is started
 * @param src the source
 * @param dst the target
 * @param threads how many writers it has
 * @param logs the folder that takes what its writers have done
 * @param witnessed whether its writers say in each transaction that it is the application's own
 */
record Job(
        @JsonProperty("name") String name,
        @JsonProperty("number") int number,
        @JsonProperty("src") Login src,
        @JsonProperty("dst") Login dst,
        @JsonProperty("threads") int threads,
        @JsonProperty("logs") String logs,
        @JsonProperty("witnessed") boolean witnessed) {}
