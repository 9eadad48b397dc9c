package dev.movex.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.DatabaseUnavailable;
import dev.movex.core.access.Databases;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.EventTransport;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.debezium.DebeziumLogs;
import dev.movex.debezium.LogSource;
import dev.movex.kafka.KafkaSettings;
import dev.movex.kafka.KafkaTransport;
import dev.movex.scheduler.LogRoute;
import dev.movex.server.config.ServeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The two databases of a migration as a file names them, and the plan between them.
 *
 * @param databases over pools
 * @param options how the plan was read
 * @param plan the tables
 */
record MigrationEnds(Databases databases, PlanOptions options, Plan plan) {

    /**
     * Opens the pools and reads the plan.
     *
     * @param open takes the pools, which are the caller's to close, last first
     * @param meters where the pools show their use
     * @throws MovexException if a database can't be reached or the plan can't be made
     */
    static MigrationEnds open(ServeConfig.MigrationSetup setup, Deque<AutoCloseable> open, MeterRegistry meters) {
        try {
            Databases databases = Databases.of(
                    pool(Side.SRC, setup.source(), setup.name() + "-source", open, meters),
                    pool(Side.DST, setup.target(), setup.name() + "-target", open, meters));
            PlanOptions options = setup.tables();
            return new MigrationEnds(databases, options, plan(setup.name(), databases, options));
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

    private static HikariDataSource pool(
            Side side, ServeConfig.Endpoint endpoint, String name, Deque<AutoCloseable> open, MeterRegistry meters) {
        DataSource server = new RenewedDataSource(endpoint.url(), endpoint.user(), endpoint.password());
        try (Connection first = server.getConnection()) {
            first.getMetaData();
        } catch (SQLException e) {
            // told at once: a pool would ask for half a minute
            throw DatabaseUnavailable.because(side, e);
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(server);
        config.setMaximumPoolSize(endpoint.poolSize());
        config.setMinimumIdle(1);
        config.setMetricRegistry(meters);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        open.push(pool);
        return pool;
    }

    /** Returns what reads the change logs; empty if nobody is to read them. */
    Optional<LogRoute> log(ServeConfig.MigrationSetup setup) {
        if (setup.changeLog() == ServeConfig.ChangeLogUse.NONE) {
            return Optional.empty();
        }
        DebeziumLogs logs = new DebeziumLogs(plan, databases, source(setup.source()), source(setup.target()));
        return Optional.of(new LogRoute(logs, setup.changeLog() == ServeConfig.ChangeLogUse.FOLLOW));
    }

    private static LogSource source(ServeConfig.Endpoint endpoint) {
        return LogSource.of(endpoint.url(), endpoint.user(), endpoint.password());
    }

    /** Opens the line to the broker. Events that name no table are about the plan's, if it has one alone. */
    EventTransport transport(KafkaSettings kafka) {
        String only = plan.tables().size() == 1 ? plan.tables().get(0).name() : "";
        return KafkaTransport.open(plan.migration(), only, kafka);
    }
}
