package dev.movex.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
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
    private static final String OWNER = "owner.lock";
    private static final String GATE = "gate.lock";
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel owner;

    private ServerHome(Path folder, FileChannel owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /** Returns the folder of all servers of a kind that this machine's user starts. */
    static Path base(ServerKind kind) throws IOException {
        Path base = Path.of(
                System.getProperty("java.io.tmpdir"), "movex-" + kind.folder() + "-" + System.getProperty("user.name"));
        return Files.createDirectories(base);
    }

    static synchronized ServerHome create(ServerKind kind) throws IOException {
        Path base = base(kind);
        try (FileChannel gate = open(base.resolve(GATE));
                FileLock ignored = gate.lock()) {
            Path folder = Files.createTempDirectory(base, "server-");
            FileChannel owner = open(folder.resolve(OWNER));
            owner.lock();
            OWN.add(folder);
            return new ServerHome(folder, owner);
        }
    }

    /** Ends the servers whose JVM is gone and deletes their folders. */
    static synchronized void sweep(ServerKind kind) throws IOException {
        Path base = base(kind);
        try (FileChannel gate = open(base.resolve(GATE));
                FileLock ignored = gate.lock()) {
            for (Path folder : folders(base)) {
                sweepOne(kind, folder);
            }
        }
    }

    /**
     * Returns a folder that is made once per machine user and then shared, such as unpacked binaries. It is made beside
     * its place and moved there when it is complete.
     */
    static synchronized Path shared(ServerKind kind, String name, Maker maker) throws IOException {
        Path base = base(kind);
        Path place = base.resolve(name);
        try (FileChannel gate = open(base.resolve(GATE));
                FileLock ignored = gate.lock()) {
            if (!Files.isDirectory(place)) {
                Path draft = base.resolve(name + ".draft");
                delete(draft);
                maker.make(Files.createDirectories(draft));
                Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return place;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void sweepOne(ServerKind kind, Path folder) throws IOException {
        // our own locks are not tried: closing a second channel of a file would release the first one's lock
        if (OWN.contains(folder) || !Files.exists(folder.resolve(OWNER))) {
            return;
        }
        try (FileChannel owner = open(folder.resolve(OWNER));
                FileLock free = owner.tryLock()) {
            if (free != null) {
                endLeftOver(kind, folder);
                delete(folder);
            }
        }
    }

    private static void endLeftOver(ServerKind kind, Path folder) throws IOException {
        switch (kind) {
            case POSTGRESQL -> ServerControl.stopIfRunning(folder.resolve("data"), folder.resolve("server.log"));
            case MARIADB, MYSQL -> MySqlFamilyProcess.endLeftOver(folder);
        }
    }

    private static List<Path> folders(Path base) throws IOException {
        try (Stream<Path> children = Files.list(base)) {
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

    static void delete(Path folder) throws IOException {
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

    /** Fills a folder. */
    interface Maker {
        void make(Path folder) throws IOException;
    }
}
