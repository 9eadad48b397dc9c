package dev.movex.scheduler;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the reading of a change log goes.
 *
 * @param side whose log it is: {@code src} or {@code dst}
 * @param lagSeconds what was committed longer ago than this has been read and looked at; null until the reader has come up to
 *     its start
 * @param followed how many keys were brought over by this process; 0 unless the log is followed
 * @param fault why nothing is read; null if nothing is in the way
 */
public record ChangeLogStatus(
        @JsonProperty("side") String side,
        @JsonProperty("lag_seconds") @Nullable Double lagSeconds,
        @JsonProperty("followed") long followed,
        @JsonProperty("fault") @Nullable String fault) {}
