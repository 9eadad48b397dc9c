package dev.movex.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * How far a table has come.
 *
 * @param table its name
 * @param phase {@code waiting}, {@code copying}, {@code proving}, {@code indexing}, {@code proven}, {@code validating}
 * @param rows rows done in this phase
 * @param estimatedRows the server's estimate of all rows; −1 where there is none
 * @param rowsPerSecond the rate of this phase
 * @param secondsLeft the estimate of what is left of this phase; null where it can't be told
 * @param throttled why the copy waits, with the limit and what was seen; null if it does not
 */
public record TableProgress(
        String table,
        String phase,
        long rows,
        long estimatedRows,
        double rowsPerSecond,
        @Nullable Double secondsLeft,
        @Nullable String throttled) {

    TableProgress throttledBy(@Nullable String reason) {
        return new TableProgress(table, phase, rows, estimatedRows, rowsPerSecond, secondsLeft, reason);
    }
}
