package dev.movex.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.member.RemoteMembers;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Migrations;
import dev.movex.server.config.ServeConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server and the migrations that it steers, opened from a configuration. The application processes are elsewhere, and
 * meet it in the databases. Closing it ends the server first, after the calls that are being answered, then the runs, then
 * the pools; what the databases hold stays as it is. Thread-safe.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final MovexServer server;

    private ControlPlane(ServeConfig config) throws InterruptedException {
        boolean started = false;
        try {
            config.server().check(); // before anything is opened
            Migrations migrations = new Migrations();
            for (ServeConfig.MigrationSetup setup : config.migrations()) {
                open(setup, migrations);
            }
            open.push(migrations);
            server = MovexServer.start(migrations::all, config.server());
            open.push(server);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /**
     * Opens everything.
     *
     * @throws MovexException if a database can't be reached, a plan can't be made, or the server can't start
     */
    public static ControlPlane start(ServeConfig config) throws InterruptedException {
        return new ControlPlane(config);
    }

    private void open(ServeConfig.MigrationSetup setup, Migrations migrations) throws InterruptedException {
        try {
            Databases databases = Databases.of(
                    pool(setup.source(), setup.name() + "-source"), pool(setup.target(), setup.name() + "-target"));
            PlanOptions options = setup.tables();
            RemoteMembers members = RemoteMembers.of(setup.name(), databases);
            open.push(members);
            migrations.open(
                    new MigrationConfig(plan(setup.name(), databases, options), options, databases, setup.settings()),
                    members);
        } catch (SQLException e) {
            throw new MovexException(
                    "CONNECT",
                    "The databases of migration " + setup.name() + " (" + setup.source() + "; " + setup.target()
                            + ") could not be read (SQLState " + e.getSQLState() + ").",
                    "Look at URL, user and password of both, and at their servers.",
                    e);
        }
    }

    private static Plan plan(String name, Databases databases, PlanOptions options) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                            name,
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            options)
                    .orThrow();
        }
    }

    private HikariDataSource pool(ServeConfig.Endpoint endpoint, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(new RenewedDataSource(endpoint.url(), endpoint.user(), endpoint.password()));
        config.setMaximumPoolSize(endpoint.poolSize());
        config.setMinimumIdle(1);
        // a database that is away is told of by the first connection, with its own words
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        open.push(pool);
        return pool;
    }

    /** Returns the server. */
    public MovexServer server() {
        return server;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("could not close {}", next.getClass().getSimpleName(), e);
            }
        }
    }
}
