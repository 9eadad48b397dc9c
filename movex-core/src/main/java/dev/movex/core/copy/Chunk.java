package dev.movex.core.copy;

import dev.movex.core.row.KeyRange;

/** A chunk that is committed: its range, what it brought over and how, and the time it took. */
record Chunk(KeyRange range, Copied copied, long nanos) {

    /**
     * What a chunk, or a part of it, brought over.
     *
     * @param rows the rows it added
     * @param bytes the size of what it read
     * @param way the way it took; the slowest one, if several
     * @param commitNanos how long its commit took
     */
    record Copied(long rows, long bytes, CopyWay way, long commitNanos) {
        Copied plus(Copied other) {
            return new Copied(
                    rows + other.rows,
                    bytes + other.bytes,
                    way.compareTo(other.way) >= 0 ? way : other.way,
                    commitNanos + other.commitNanos);
        }
    }

    /** Returns the time that depends on the number of rows: a disk that is slow to commit is no reason for more commits. */
    long workNanos() {
        return nanos - copied.commitNanos();
    }
}
