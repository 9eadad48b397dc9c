package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.control.MemberGroup;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The migrations that this process steers, by name. Each has tables, control rows, fence, journal, evidence and audit trail
 * of its own: what one does neither waits for another one nor shows in it. Thread-safe.
 */
public final class Migrations implements AutoCloseable {
    private final TreeMap<String, Migration> byName = new TreeMap<>();

    /**
     * Opens a migration and keeps it.
     *
     * @throws MovexException with code {@code MIGRATION_EXISTS} if there is one of the name, {@code TABLES_TAKEN} if another
     *     migration moves one of its tables, or as {@link Migration#open}
     */
    public Migration open(MigrationConfig config, MemberGroup members) throws InterruptedException {
        refuseSecond(config.plan().migration());
        return add(Migration.open(config, members));
    }

    /**
     * Keeps a migration that has been opened; it is closed with the others.
     *
     * @throws MovexException with code {@code MIGRATION_EXISTS} if there is one of the name
     */
    public synchronized Migration add(Migration migration) {
        refuseSecond(migration.name());
        byName.put(migration.name(), migration);
        return migration;
    }

    private synchronized void refuseSecond(String name) {
        if (byName.containsKey(name)) {
            throw new MovexException(
                    "MIGRATION_EXISTS",
                    "A migration '" + name + "' is open in this process.",
                    "Use that one, or give this one another name.");
        }
    }

    /** Returns the migration of a name, if it is open here. */
    public synchronized Optional<Migration> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the migration of a name.
     *
     * @throws MovexException with code {@code NO_SUCH_MIGRATION} if it is not open here
     */
    public Migration get(String name) {
        return find(name)
                .orElseThrow(() -> new MovexException(
                        "NO_SUCH_MIGRATION",
                        "No migration '" + name + "' is open here.",
                        "Open here: " + names() + "."));
    }

    /** Returns the names, sorted. */
    public synchronized List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Returns the migrations in the order of their names. */
    public synchronized List<Migration> all() {
        return List.copyOf(byName.values());
    }

    /** Closes one and forgets it; in the databases it stays what it is. */
    public void close(String name) {
        Migration closed = get(name);
        synchronized (this) {
            byName.remove(name);
        }
        closed.close();
    }

    @Override
    public void close() {
        List<Migration> open = all();
        synchronized (this) {
            byName.clear();
        }
        open.forEach(Migration::close);
    }
}
