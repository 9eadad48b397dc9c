package dev.movex.springboot.embed;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.MigrationMeters;
import dev.movex.scheduler.Settings;
import dev.movex.scheduler.SettingsText;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The data source of one migration, the migration, and the pools that were opened for it. Thread-safe. */
final class OpenMigration implements AutoCloseable {
    private final MovexProperties.Wrapped wrapped;
    private final MovexDataSource dataSource;
    private final Migration migration;
    private final List<HikariDataSource> pools;

    private OpenMigration(
            MovexProperties.Wrapped wrapped,
            MovexDataSource dataSource,
            Migration migration,
            List<HikariDataSource> pools) {
        this.wrapped = wrapped;
        this.dataSource = dataSource;
        this.migration = migration;
        this.pools = pools;
    }

    /**
     * What a migration is opened between.
     *
     * @param source the application's pool
     * @param target the pool of the target; null if it is to be opened
     */
    record Ends(DataSource source, @Nullable DataSource target) {}

    static OpenMigration open(
            MovexProperties.Wrapped wrapped,
            Ends ends,
            @Nullable MeterRegistry meters,
            Consumer<InconsistentEvent> listener) {
        List<HikariDataSource> pools = new ArrayList<>();
        boolean opened = false;
        try {
            OpenMigration made = open(wrapped, ends, meters, listener, pools);
            opened = true;
            return made;
        } catch (SQLException e) {
            throw new MovexException(
                    "CONNECT",
                    "The databases of migration " + wrapped.migration() + " could not be read (SQLState "
                            + e.getSQLState() + ").",
                    "Look at both servers, at URL, user and password of the target, or switch Movex off with"
                            + " movex.enabled=false.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MovexException("INTERRUPTED", "The start was interrupted.", "Start again.", e);
        } finally {
            if (!opened) {
                pools.forEach(HikariDataSource::close);
            }
        }
    }

    private static OpenMigration open(
            MovexProperties.Wrapped wrapped,
            Ends ends,
            @Nullable MeterRegistry meters,
            Consumer<InconsistentEvent> listener,
            List<HikariDataSource> pools)
            throws SQLException, InterruptedException {
        String name = Objects.requireNonNull(wrapped.migration());
        DataSource target = ends.target();
        if (target == null) {
            target = kept(
                    pools,
                    pool(wrapped.target(), name + "-target", wrapped.target().poolSize()));
        }
        Databases databases = Databases.of(
                kept(pools, like(ends.source(), name + "-own-source", wrapped.ownPoolSize())),
                kept(pools, like(target, name + "-own-target", wrapped.ownPoolSize())));
        PlanOptions options = wrapped.tables(new ArrayList<>());
        Plan plan = plan(name, databases, options);
        Settings settings = SettingsText.read(Settings.defaults(), wrapped.settings(), new ArrayList<>());
        MigrationConfig config = new MigrationConfig(plan, options, databases, settings).withEventListener(listener);
        DoubleWriteConfig how = DoubleWriteConfig.of(Objects.requireNonNull(wrapped.member()))
                .withAck(wrapped.ack())
                .withStrict(wrapped.strict())
                .withCoordination(Coordination.usual().over(databases.src(), databases.dst()))
                .withKeyListener(config.writtenKeys()::offer);
        MovexDataSource dataSource = MovexDataSource.open(
                meters == null ? how : how.withMeters(meters),
                plan,
                ends.source(),
                databases.srcDialect(),
                target,
                databases.dstDialect());
        boolean opened = false;
        try {
            Migration migration = Migration.open(config, dataSource.members());
            opened = true;
            if (meters != null) {
                MigrationMeters.register(migration, meters);
            }
            return new OpenMigration(wrapped, dataSource, migration, pools);
        } finally {
            if (!opened) {
                dataSource.close();
            }
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

    private static HikariDataSource kept(List<HikariDataSource> pools, HikariDataSource pool) {
        pools.add(pool);
        return pool;
    }

    private static HikariDataSource pool(MovexProperties.Target target, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(target.url());
        config.setUsername(target.username());
        config.setPassword(target.password());
        return pool(config, name, size);
    }

    private static HikariDataSource pool(HikariConfig config, String name, int size) {
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setAutoCommit(true);
        // a database that is away is told of by the first connection, with its own words
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Movex's own work must not wait for connections that the application holds, nor the other way round. */
    private static HikariDataSource like(DataSource pool, String name, int size) throws SQLException {
        if (!(pool instanceof HikariDataSource) && !pool.isWrapperFor(HikariDataSource.class)) {
            throw new MovexException(
                    "POOL_NOT_KNOWN",
                    "A " + pool.getClass().getName() + " does not tell how to connect, and Movex needs connections of"
                            + " its own.",
                    "Use HikariCP, Spring Boot's own choice, or put Movex together by hand (docs/getting-started.md).");
        }
        HikariDataSource hikari = pool instanceof HikariDataSource h ? h : pool.unwrap(HikariDataSource.class);
        HikariConfig config = new HikariConfig();
        hikari.copyStateTo(config);
        config.setMetricRegistry(null);
        config.setMetricsTrackerFactory(null);
        config.setReadOnly(false);
        return pool(config, name, size);
    }

    MovexDataSource dataSource() {
        return dataSource;
    }

    Migration migration() {
        return migration;
    }

    /** Returns whether a failure of the secondary fails the application's transactions. */
    boolean strict() {
        return wrapped.strict();
    }

    @Override
    public void close() {
        migration.close();
        dataSource.close();
        pools.forEach(HikariDataSource::close);
    }
}
