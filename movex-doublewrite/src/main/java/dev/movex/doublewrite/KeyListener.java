package dev.movex.doublewrite;

import dev.movex.core.row.DirtyKey;
import java.util.List;

/**
 * Learns of the keys of transactions that both databases have committed. Called on Movex's threads and, where the
 * caller waits for both commits, on the application's; must be thread-safe and must not block. What it throws is
 * logged and ignored.
 */
@FunctionalInterface
public interface KeyListener {
    /** Takes the keys of one transaction, or drops them if there is no room. */
    void completed(List<DirtyKey> keys);
}
