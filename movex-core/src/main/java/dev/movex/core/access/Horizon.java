package dev.movex.core.access;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for the transactions that are open on a side at one time. Holds no snapshot while it waits. Thread-safe. */
public final class Horizon {
    private static final int LONGEST_PAUSE_MS = 50;

    private Horizon() {}

    /**
     * Waits until all transactions have ended that have written on the side and are open now.
     *
     * @param cancelled asked between looks
     * @return false if one was still open when the time was over, or the wait was cancelled
     */
    public static boolean await(
            Databases databases, Side side, Duration atMost, Pauser pauser, BooleanSupplier cancelled)
            throws SQLException, InterruptedException {
        Dialect dialect = databases.dialect(side);
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Connection connection = databases.connect(side)) {
            String horizon = dialect.horizon(connection);
            for (int millis = 1; !dialect.horizonPassed(connection, horizon); millis = longer(millis)) {
                if (System.nanoTime() > deadline || cancelled.getAsBoolean()) {
                    return false;
                }
                pauser.pause(Duration.ofMillis(millis));
            }
            return true;
        }
    }

    private static int longer(int millis) {
        return Math.min(LONGEST_PAUSE_MS, millis * 2);
    }
}
