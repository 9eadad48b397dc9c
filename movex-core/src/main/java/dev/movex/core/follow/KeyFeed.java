package dev.movex.core.follow;

import dev.movex.core.row.DirtyKey;
import java.util.List;

/**
 * Keys of rows that were written, from somewhere that remembers how far it has come, such as a reader of the base's change
 * log. Loses nothing: what was taken and not settled is handed out again. For one thread at a time.
 */
public interface KeyFeed {
    /** Returns up to {@code max} keys that came after those that were taken before, the oldest first; never waits. */
    List<DirtyKey> take(int max);

    /** Tells that the rows of all keys that were taken have been looked at. */
    void settle();

    /** Tells that they have not: they are handed out again. */
    void putBack();

    /** Returns the one that has none. */
    static KeyFeed none() {
        return new KeyFeed() {
            @Override
            public List<DirtyKey> take(int max) {
                return List.of();
            }

            @Override
            public void settle() {
                // nothing was taken
            }

            @Override
            public void putBack() {
                // nothing was taken
            }
        };
    }
}
