package dev.movex.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one server: its data, its log, and a lock that the owning JVM holds for as long as it lives. A folder
 * whose lock is free belongs to a JVM that was halted; {@link #sweep} ends what it left behind.
 */
final class ServerHome implements AutoCloseable {
    private static final Path BASE =
            Path.of(System.getProperty("java.io.tmpdir"), "movex-postgres-" + System.getProperty("user.name"));
    private static final String OWNER = "owner.lock";
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel owner;

    private ServerHome(Path folder, FileChannel owner) {
        this.folder = folder;
        this.owner = owner;
    }

    static synchronized ServerHome create() throws IOException {
        Files.createDirectories(BASE);
        try (FileChannel gate = open(BASE.resolve("gate.lock"));
                FileLock ignored = gate.lock()) {
            Path folder = Files.createTempDirectory(BASE, "server-");
            FileChannel owner = open(folder.resolve(OWNER));
            owner.lock();
            OWN.add(folder);
            return new ServerHome(folder, owner);
        }
    }

    /** Ends the servers whose JVM is gone and deletes their folders. */
    static synchronized void sweep() throws IOException {
        Files.createDirectories(BASE);
        try (FileChannel gate = open(BASE.resolve("gate.lock"));
                FileLock ignored = gate.lock()) {
            for (Path folder : folders()) {
                sweepOne(folder);
            }
        }
    }

    private static void sweepOne(Path folder) throws IOException {
        // our own locks are not tried: closing a second channel of a file would release the first one's lock
        if (OWN.contains(folder) || !Files.exists(folder.resolve(OWNER))) {
            return;
        }
        try (FileChannel owner = open(folder.resolve(OWNER));
                FileLock free = owner.tryLock()) {
            if (free != null) {
                ServerControl.stopIfRunning(folder.resolve("data"), folder.resolve("server.log"));
                delete(folder);
            }
        }
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> children = Files.list(BASE)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    /** Returns the last lines of the server's log, for a message about a failed start. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException unreadable) {
            return "(no log)";
        }
    }

    @Override
    public void close() {
        try {
            delete(folder);
            owner.close();
            OWN.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
