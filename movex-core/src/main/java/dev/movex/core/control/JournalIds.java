package dev.movex.core.control;

import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * Ids of journal rows for databases that can't hand them out without disturbing what the application reads of its own
 * connection. A process draws the upper bits at random and counts in the lower ones, so that its rows lie together; it
 * draws anew when the count is over. Should two processes ever draw the same, the journal's primary key refuses the
 * row, and the transaction with it. Thread-safe.
 */
public final class JournalIds implements LongSupplier {
    private static final int COUNT_BITS = 24;
    private static final JournalIds OF_PROCESS = new JournalIds(new SecureRandom()::nextLong);

    private final LongSupplier random;
    private long next;

    /**
     * @param random gives evenly spread numbers
     */
    public JournalIds(LongSupplier random) {
        this.random = random;
    }

    /** Returns the ids that all fences of this process share. */
    static JournalIds ofProcess() {
        return OF_PROCESS;
    }

    @Override
    public synchronized long getAsLong() {
        if ((next & ((1L << COUNT_BITS) - 1)) == 0) {
            next = random.getAsLong() >>> 1 & -(1L << COUNT_BITS) | 1;
        }
        return next++;
    }
}
