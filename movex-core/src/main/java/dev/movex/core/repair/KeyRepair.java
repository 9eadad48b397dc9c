package dev.movex.core.repair;

import dev.movex.core.control.Authority;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Supplier;

/** Makes the rows of keys on the side that is not the base equal to the base's. Thread-safe and idempotent. */
@FunctionalInterface
public interface KeyRepair {
    /**
     * Repairs the rows of the given keys.
     *
     * @param authority asked before each transaction, which proves it on both sides
     * @throws SQLException if a database is gone; nothing is known of the keys then, and the same call may be made again
     */
    RepairResult repair(Collection<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException;
}
