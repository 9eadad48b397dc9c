package dev.movex.core.copy;

import java.time.Duration;

/**
 * The limits of a copy.
 *
 * @param parallel how many chunks of a table are under way at once
 * @param aim how long a chunk should take; chunks are sized by it
 * @param leastRows the size of the smallest chunk, in rows
 * @param mostRows the size of the largest chunk, in rows
 * @param mostBytes the size of the largest chunk in bytes, counted roughly; a single row may be larger
 * @param lockWait how long a chunk waits for a row of the application; far below the servers' deadlock time-outs, so that
 *     the copier is always the one who gives way
 * @param attempts how often a chunk is tried
 * @param horizonWait how long to wait for the base's transactions that were open when the last chunk was committed
 */
public record CopyOptions(
        int parallel,
        Duration aim,
        int leastRows,
        int mostRows,
        long mostBytes,
        Duration lockWait,
        int attempts,
        Duration horizonWait) {

    /** Returns limits that suit an application under load. */
    public static CopyOptions standard() {
        return new CopyOptions(
                2, Duration.ofMillis(500), 200, 50_000, 32_000_000, Duration.ofMillis(300), 10, Duration.ofHours(1));
    }

    /** Returns the limits with another number of chunks at once. */
    public CopyOptions withParallel(int chunks) {
        return new CopyOptions(chunks, aim, leastRows, mostRows, mostBytes, lockWait, attempts, horizonWait);
    }

    /** Returns the limits with other sizes of chunks. */
    public CopyOptions withRows(int least, int most) {
        return new CopyOptions(parallel, aim, least, most, mostBytes, lockWait, attempts, horizonWait);
    }

    /** Returns the limits with another size of the largest chunk in bytes. */
    public CopyOptions withBytes(long most) {
        return new CopyOptions(parallel, aim, leastRows, mostRows, most, lockWait, attempts, horizonWait);
    }

    /** Returns the limits with another wait for the base's transactions. */
    public CopyOptions withHorizonWait(Duration wait) {
        return new CopyOptions(parallel, aim, leastRows, mostRows, mostBytes, lockWait, attempts, wait);
    }
}
