package dev.movex.core.access;

import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the work on one table has come.
 *
 * @param table the plan's name of the table
 * @param rows the rows that are done
 * @param estimate the server's estimate of all rows, −1 where it has none
 * @param rowsPerSecond the rate since the work began
 * @param upTo the key up to which all is done, from which the work can be taken up again; null at the end
 */
public record Progress(
        String table,
        long rows,
        long estimate,
        double rowsPerSecond,
        @Nullable RowKey upTo) {

    /** Returns the time that the rest takes at this rate, where it can be told. */
    public Optional<Duration> remaining() {
        if (estimate < 0 || rowsPerSecond <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (Math.max(0, estimate - rows) / rowsPerSecond * 1000)));
    }
}
