package dev.movex.core.control;

import java.time.Duration;

/**
 * How much is pending in a journal.
 *
 * @param rows the number of journal rows
 * @param oldest the age of the oldest, zero if there is none
 */
public record JournalDepth(long rows, Duration oldest) {
    /** Returns whether nothing is pending. */
    public boolean empty() {
        return rows == 0;
    }
}
