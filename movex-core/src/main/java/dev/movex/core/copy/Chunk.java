package dev.movex.core.copy;

import dev.movex.core.row.KeyRange;

/** A chunk that is committed: its range, the rows it added, and the time it took. */
record Chunk(KeyRange range, long rows, long nanos) {}
