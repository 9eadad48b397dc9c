package dev.movex.testkit.database;

import dev.movex.core.Side;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The servers that the tests of a JVM share, started when the first test asks and ended with the JVM. They do not force
 * commits to disk; tests that crash or stop a server start one of their own.
 *
 * <p>PostgreSQL has one server for sources and one for targets, on which any number of databases live beside each other,
 * since Movex's own tables live in a schema of each database. On MariaDB and MySQL those live in a database of the name
 * {@code movex}, of which a server has one: there a database that is open has its server for itself, the next test gets
 * the server when the database is closed, and {@code movex} is dropped with it.
 *
 * <p>Thread-safe.
 */
public final class SharedServers {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final Map<ServerKind, Deque<MySqlFamilyServer>> IDLE = new EnumMap<>(ServerKind.class);

    private SharedServers() {}

    /** Creates an empty database on a server of a kind; the two sides are never on one server. */
    public static Database database(ServerKind kind, Side side) {
        String name = (side == Side.SRC ? "src_" : "dst_") + NUMBER.incrementAndGet();
        return switch (kind) {
            case POSTGRESQL ->
                Database.create(side == Side.SRC ? SharedPostgres.sourceServer() : SharedPostgres.targetServer(), name);
            case MARIADB, MYSQL -> alone(kind, name);
        };
    }

    private static Database alone(ServerKind kind, String name) {
        MySqlFamilyServer server = take(kind);
        try {
            return Database.create(server, name, () -> giveBack(server));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static MySqlFamilyServer take(ServerKind kind) {
        synchronized (IDLE) {
            MySqlFamilyServer idle =
                    IDLE.computeIfAbsent(kind, any -> new ArrayDeque<>()).poll();
            if (idle != null) {
                return idle;
            }
        }
        return switch (kind) {
            case MARIADB -> EmbeddedMariaDbServer.builder().durable(false).start();
            case MYSQL -> EmbeddedMySqlServer.builder().durable(false).start();
            case POSTGRESQL -> throw new IllegalArgumentException("PostgreSQL's servers are not handed out one by one");
        };
    }

    private static void giveBack(MySqlFamilyServer server) {
        if (!server.isRunning()) {
            server.close();
            return;
        }
        server.dropDatabase(MySqlFamilyServer.MOVEX);
        synchronized (IDLE) {
            IDLE.computeIfAbsent(server.kind(), any -> new ArrayDeque<>()).push(server);
        }
    }
}
