package dev.movex.testkit.database;

import dev.movex.core.Side;

/**
 * Two PostgreSQL servers per JVM, started when the first test asks and ended with the JVM. They do not force commits
 * to disk, write the logical log, and find a deadlock in a fifth of a second; tests that crash or stop a server start
 * one of their own.
 *
 * <p>Thread-safe.
 */
public final class SharedPostgres {
    private SharedPostgres() {}

    /** Returns the server that holds sources. */
    public static EmbeddedPostgresServer sourceServer() {
        return SourceServer.INSTANCE;
    }

    /** Returns the server that holds targets. */
    public static EmbeddedPostgresServer targetServer() {
        return TargetServer.INSTANCE;
    }

    /** Creates one empty database, on the server of the sources. */
    public static Database database() {
        return SharedServers.database(ServerKind.POSTGRESQL, Side.SRC);
    }

    /** Creates an empty database on each of the two servers. */
    public static DatabasePair pair() {
        return DatabasePair.of(ServerKind.POSTGRESQL, ServerKind.POSTGRESQL);
    }

    private static EmbeddedPostgresServer start() {
        return EmbeddedPostgresServer.builder()
                .durable(false)
                .logicalWal()
                .setting("deadlock_timeout", "200ms")
                .start();
    }

    private static final class SourceServer {
        static final EmbeddedPostgresServer INSTANCE = start();
    }

    private static final class TargetServer {
        static final EmbeddedPostgresServer INSTANCE = start();
    }
}
