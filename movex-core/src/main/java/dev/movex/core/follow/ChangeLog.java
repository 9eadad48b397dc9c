package dev.movex.core.follow;

import java.time.Duration;
import java.util.Optional;

/** The change log of a side, while it is read: keys of rows that anybody has written there. Thread-safe. */
public interface ChangeLog extends Applied, AutoCloseable {
    /** Returns the keys that come out of the log, for one reader. */
    KeyFeed feed();

    /**
     * Returns how far behind the reader is: what was committed longer ago than this has been read and looked at. Empty until
     * it has come up to its own start.
     */
    Optional<Duration> lag();

    /** Returns why nothing is read, without values of rows; empty if nothing is in the way. */
    String fault();

    /** Ends reading. The server keeps its log for the next reader, from the saved place on. */
    @Override
    void close() throws InterruptedException;
}
