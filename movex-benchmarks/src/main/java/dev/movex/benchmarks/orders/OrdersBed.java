package dev.movex.benchmarks.orders;

import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedMariaDbServer;
import dev.movex.testkit.database.EmbeddedMySqlServer;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.ServerKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Two durable servers with an empty table {@code orders} on each. Closing it ends them. Not thread-safe. */
public final class OrdersBed implements AutoCloseable {
    private static final String NAME = "bench";

    private final Map<Side, DatabaseServer> servers = new EnumMap<>(Side.class);
    private final Map<Side, Database> databases = new EnumMap<>(Side.class);
    private final Map<Side, OrdersTable> tables = new EnumMap<>(Side.class);

    /** Starts the servers and creates the tables. */
    public OrdersBed(Servers wanted) throws Exception {
        boolean done = false;
        try {
            start(Side.SRC, wanted);
            start(Side.DST, wanted);
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private void start(Side side, Servers wanted) throws Exception {
        ServerKind kind = side == Side.SRC ? wanted.src() : wanted.dst();
        DatabaseServer server = switch (kind) {
            case POSTGRESQL -> {
                EmbeddedPostgresServer.Builder builder =
                        EmbeddedPostgresServer.builder().setting("shared_buffers", "512MB");
                if (side == Side.SRC) {
                    wanted.srcBinaries().ifPresent(builder::binaries);
                }
                yield builder.start();
            }
            case MARIADB ->
                EmbeddedMariaDbServer.builder()
                        .durable(true)
                        .setting("innodb-buffer-pool-size", "1G")
                        .start();
            case MYSQL ->
                EmbeddedMySqlServer.builder()
                        .durable(true)
                        .setting("innodb-buffer-pool-size", "1G")
                        .start();
        };
        servers.put(side, server);
        databases.put(side, Database.create(server, NAME));
        OrdersTable table = OrdersTable.on(kind, side == Side.SRC ? wanted.dst() : wanted.src());
        tables.put(side, table);
        table.create(database(side).dataSource());
    }

    /** Returns the server of a side. */
    public DatabaseServer server(Side side) {
        return Objects.requireNonNull(servers.get(side));
    }

    /** Returns the database of a side. */
    public Database database(Side side) {
        return Objects.requireNonNull(databases.get(side));
    }

    /** Returns the table of a side. */
    public OrdersTable table(Side side) {
        return Objects.requireNonNull(tables.get(side));
    }

    /** Fills a side's table. */
    public void fill(Side side, long rows) throws Exception {
        table(side).fill(database(side).dataSource(), rows);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (DatabaseServer server : servers.values()) {
            try {
                server.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
