package dev.movex.core.access;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps how far copies and incremental validations have come. A cursor never runs ahead of what was done: it is saved
 * after the commit it speaks of. Implementations are thread-safe.
 */
public interface CursorStore {
    /** Returns the cursor that was saved last under the name. */
    Optional<String> load(String name) throws SQLException;

    /** Saves a cursor durably. */
    void save(String name, String cursor) throws SQLException;

    /** Forgets a cursor, so that the work begins anew. */
    void remove(String name) throws SQLException;

    /** Returns a store that lives as long as the process. */
    static CursorStore inMemory() {
        Map<String, String> cursors = new ConcurrentHashMap<>();
        return new CursorStore() {
            @Override
            public Optional<String> load(String name) {
                return Optional.ofNullable(cursors.get(name));
            }

            @Override
            public void save(String name, String cursor) {
                cursors.put(name, cursor);
            }

            @Override
            public void remove(String name) {
                cursors.remove(name);
            }
        };
    }
}
