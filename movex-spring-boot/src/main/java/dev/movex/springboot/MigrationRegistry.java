package dev.movex.springboot;

import dev.movex.scheduler.Migration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The migrations that the routes steer. Thread-safe. */
public interface MigrationRegistry {
    /** Returns all of them, in the order of their names. */
    List<Migration> all();

    /** Returns the one of a name. */
    default Optional<Migration> find(String name) {
        return all().stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** Returns the registry of the given migrations. */
    static MigrationRegistry of(List<Migration> migrations) {
        List<Migration> sorted = migrations.stream()
                .sorted(Comparator.comparing(Migration::name))
                .toList();
        return () -> sorted;
    }
}
