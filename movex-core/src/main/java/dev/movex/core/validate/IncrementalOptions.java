package dev.movex.core.validate;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Where an incremental validation begins, and how it reads update times.
 *
 * @param startMillis the update time of the first row to look at, in milliseconds of the epoch; used while a table has no
 *     cursor
 * @param margin how far the application's clocks may be behind the database's; the scan stays this far behind the oldest
 *     open transaction
 * @param zone the zone of update times in columns without a zone; whole-number columns hold milliseconds of the epoch
 * @param page how many rows are read at once
 */
public record IncrementalOptions(long startMillis, Duration margin, ZoneId zone, int page) {

    /** Returns options for an application in this JVM's time zone. */
    public static IncrementalOptions from(long startMillis) {
        return new IncrementalOptions(startMillis, Duration.ofSeconds(2), ZoneId.systemDefault(), 1000);
    }

    /** Returns the options with another margin. */
    public IncrementalOptions withMargin(Duration other) {
        return new IncrementalOptions(startMillis, other, zone, page);
    }

    /** Returns the options with another page. */
    public IncrementalOptions withPage(int rows) {
        return new IncrementalOptions(startMillis, margin, zone, rows);
    }
}
