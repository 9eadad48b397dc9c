package dev.movex.doublewrite.driver;

import dev.movex.core.Closest;
import dev.movex.core.MovexException;
import dev.movex.doublewrite.MovexDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data sources of this process that {@code jdbc:movex:} URLs can mean: those that were registered, and those that a
 * URL with a file has opened, under the name of their migration. Thread-safe.
 */
public final class OpenDataSources {
    private static final Map<String, MovexDataSource> NAMED = new ConcurrentHashMap<>();
    private static final Map<Path, OpenedFile> FILES = new ConcurrentHashMap<>();

    private OpenDataSources() {}

    /**
     * Lets {@code jdbc:movex:name} mean a data source, until {@link #unregister}.
     *
     * @throws MovexException with code {@code NAME_TAKEN} if another one has the name
     */
    public static void register(String name, MovexDataSource dataSource) {
        MovexDataSource other = NAMED.putIfAbsent(name, dataSource);
        if (other != null && other != dataSource) {
            throw new MovexException(
                    "NAME_TAKEN",
                    "Another data source of this process is registered as " + name + ".",
                    "Choose another name, or close and unregister that one first.");
        }
    }

    /** Forgets a name. */
    public static void unregister(String name) {
        NAMED.remove(name);
    }

    /** Returns the data source of a name. */
    public static Optional<MovexDataSource> find(String name) {
        return Optional.ofNullable(NAMED.get(name));
    }

    /** Closes the data sources that URLs with files have opened, and their pools. */
    public static void closeFiles() {
        for (Path file : FILES.keySet()) {
            OpenedFile opened = FILES.remove(file);
            if (opened != null) {
                NAMED.remove(opened.name(), opened.dataSource());
                opened.close();
            }
        }
    }

    static String names() {
        return NAMED.isEmpty()
                ? "none is"
                : String.join(", ", NAMED.keySet().stream().sorted().toList());
    }

    static String hint(String name) {
        return Closest.hint(name, NAMED.keySet());
    }

    static MovexDataSource ofFile(Path file) {
        return FILES.computeIfAbsent(real(file), path -> {
                    OpenedFile opened = OpenedFile.open(new ConfigReader(path, System.getenv()).read());
                    boolean registered = false;
                    try {
                        register(opened.name(), opened.dataSource());
                        registered = true;
                        return opened;
                    } finally {
                        if (!registered) {
                            opened.close();
                        }
                    }
                })
                .dataSource();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // reading it tells what is wrong
            return file.toAbsolutePath();
        }
    }
}
