package dev.movex.cli.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.cli.Endpoint;
import dev.movex.core.Side;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.shop.Shop;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Two servers, the shop on the first one, and its empty tables on the second. Closing it ends pools and servers; nothing
 * outlives it.
 */
final class DemoShop implements AutoCloseable {
    private static final String DATABASE = "shop";
    private static final int OWN_CONNECTIONS = 12;
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final DemoOptions options;
    private final PrintStream progress;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final EmbeddedPostgresServer source;
    private final EmbeddedPostgresServer target;

    DemoShop(DemoOptions options, PrintStream progress) throws SQLException {
        this.options = options;
        this.progress = progress;
        progress.println("starting two PostgreSQL servers");
        try {
            source = started();
            target = started();
            source.createDatabase(DATABASE);
            target.createDatabase(DATABASE);
            load();
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private EmbeddedPostgresServer started() {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.builder()
                .setting("shared_buffers", "256MB")
                .start();
        open.add(server);
        return server;
    }

    private void load() throws SQLException {
        progress.println("source on port " + source.port() + ", target on port " + target.port() + "; loading "
                + options.rows() + " orders");
        Shop.create(plain(Side.SRC), options.sizes(), options.seed(), (table, rows, of) -> {
            if (rows == of) {
                progress.println("  loaded " + table + ": " + rows);
            }
        });
        Shop.createEmpty(plain(Side.DST));
    }

    EmbeddedPostgresServer server(Side side) {
        return side == Side.SRC ? source : target;
    }

    String url(Side side) {
        return server(side).jdbcUrl(DATABASE);
    }

    /** Returns connections of their own, for the ledger, the damage and the oracle. */
    DataSource plain(Side side) {
        return server(side).dataSource(DATABASE);
    }

    Endpoint endpoint(Side side) {
        return new Endpoint(
                side, url(side), server(side).username(), server(side).password());
    }

    Ledger openLedger() throws SQLException {
        return Shop.openLedger(plain(Side.SRC));
    }

    /** Returns a pool as the application has it. */
    DataSource applicationPool(Side side) {
        return pool(side, "application", options.writers() * 2 + 4);
    }

    /** Returns a pool for Movex's own work. */
    DataSource ownPool(Side side) {
        return pool(side, "movex", OWN_CONNECTIONS);
    }

    private DataSource pool(Side side, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name + "-" + side.label());
        config.setJdbcUrl(url(side));
        config.setUsername(server(side).username());
        config.setPassword(server(side).password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(2);
        HikariDataSource pool = new HikariDataSource(config);
        open.add(pool);
        return pool;
    }

    /**
     * Counts what is left of Movex on a side: its schema, and sessions other than this one. A session that was closed takes
     * a moment to go.
     */
    long leftBehind(Side side) throws SQLException {
        String left = "SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = 'movex')"
                + " + (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND backend_type = 'client backend')";
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        long count = count(side, left);
        while (count > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            count = count(side, left);
        }
        return count;
    }

    private long count(Side side, String sql) throws SQLException {
        try (Connection connection = plain(side).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns how many deadlocks a server has counted. */
    long deadlocks(Side side) throws SQLException {
        return count(side, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    /** Ends the pools, so that no session is left. */
    void closePools() {
        closeAll(HikariDataSource.class);
    }

    @Override
    public void close() {
        closeAll(HikariDataSource.class);
        closeAll(AutoCloseable.class);
    }

    private void closeAll(Class<? extends AutoCloseable> kind) {
        for (AutoCloseable one : List.copyOf(open)) {
            if (kind.isInstance(one)) {
                open.remove(one);
                try {
                    one.close();
                } catch (Exception e) {
                    progress.println("could not close " + one.getClass().getSimpleName() + ": " + e.getMessage());
                }
            }
        }
    }
}
