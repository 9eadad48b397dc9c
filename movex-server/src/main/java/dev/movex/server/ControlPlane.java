package dev.movex.server;

import dev.movex.core.MovexException;
import dev.movex.core.event.EventTransport;
import dev.movex.core.member.RemoteMembers;
import dev.movex.scheduler.EventRoute;
import dev.movex.scheduler.LogRoute;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Migrations;
import dev.movex.server.config.ServeConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
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
            ServerMeters meters = new ServerMeters();
            open.push(meters);
            Migrations migrations = new Migrations();
            for (ServeConfig.MigrationSetup setup : config.migrations()) {
                MigrationEnds ends = MigrationEnds.open(setup, open, meters.registry());
                open(setup, ends, config.events(), migrations);
            }
            open.push(migrations);
            server = MovexServer.start(migrations::all, config.server(), meters);
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

    private void open(
            ServeConfig.MigrationSetup setup,
            MigrationEnds ends,
            Optional<ServeConfig.Events> events,
            Migrations migrations)
            throws InterruptedException {
        RemoteMembers members = RemoteMembers.of(setup.name(), ends.databases());
        open.push(members);
        MigrationConfig migration =
                new MigrationConfig(ends.plan(), ends.options(), ends.databases(), setup.settings());
        if (events.isPresent()) {
            EventTransport transport = ends.transport(events.get().kafka());
            open.push(transport);
            migration =
                    migration.withEvents(new EventRoute(transport, events.get().repairers()));
        }
        Optional<LogRoute> log = ends.log(setup);
        if (log.isPresent()) {
            migration = migration.withChangeLog(log.get());
        }
        migrations.open(migration, members);
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
