package dev.movex.doublewrite.driver;

import dev.movex.core.MovexException;
import dev.movex.core.Pattern;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.PlanRecords;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.StoredPlan;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data source that a file describes, and its pools. It begins under the pattern that the databases' control rows say,
 * and takes no table's copy as proven until its member is told.
 *
 * @param name the name of the migration
 */
record OpenedFile(String name, MovexDataSource dataSource, DataSource source, DataSource target) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenedFile.class);

    static OpenedFile open(DriverConfig config) {
        DataSource source = Pools.open(config.source(), config.hikari(), config.migration() + "-source");
        DataSource target = Pools.open(config.target(), config.hikari(), config.migration() + "-target");
        boolean opened = false;
        try (Connection src = source.getConnection();
                Connection dst = target.getConnection()) {
            OpenedFile file = open(config, source, target, new Views(src, dst));
            opened = true;
            return file;
        } catch (SQLException e) {
            OpenedFile stored = openStored(config, source, target);
            if (stored != null) {
                opened = true;
                return stored;
            }
            throw new MovexException(
                    "CONNECT",
                    "The databases of migration " + config.migration() + " (" + config.source() + "; " + config.target()
                            + ") could not be read: " + e.getMessage(),
                    "Look at URL, user and password of the one that is named, and at its server.",
                    e);
        } finally {
            if (!opened) {
                Pools.close(source);
                Pools.close(target);
            }
        }
    }

    private static OpenedFile open(DriverConfig config, DataSource source, DataSource target, Views views)
            throws SQLException {
        Dialect srcDialect = Dialects.of(views.src());
        Dialect dstDialect = Dialects.of(views.dst());
        PlanOptions options = config.tables();
        Plan plan = PlanReader.read(
                        config.migration(),
                        new DatabaseView(srcDialect, views.src()),
                        new DatabaseView(dstDialect, views.dst()),
                        options)
                .orThrow();
        MovexDataSource made = MovexDataSource.open(how(config), plan, source, srcDialect, target, dstDialect);
        Assignment assignment = newer(
                assignment(views.src(), srcDialect, config.migration()),
                assignment(views.dst(), dstDialect, config.migration()));
        if (assignment != null) {
            made.member().adopt(assignment);
        }
        return new OpenedFile(config.migration(), made, source, target);
    }

    private static DoubleWriteConfig how(DriverConfig config) {
        DoubleWriteConfig how =
                DoubleWriteConfig.of(config.member()).withAck(config.ack()).withStrict(config.strict());
        return config.several() ? how.withCoordination(Coordination.usual()) : how;
    }

    /** One database may be away when a process begins: the plan is kept in the other one. */
    private static @Nullable OpenedFile openStored(DriverConfig config, DataSource source, DataSource target) {
        for (DataSource one : List.of(source, target)) {
            try (Connection connection = one.getConnection()) {
                Dialect dialect = Dialects.of(connection);
                StoredPlan stored = PlanRecords.read(connection, dialect.control(), config.migration())
                        .orElse(null);
                if (stored != null) {
                    MovexDataSource made = MovexDataSource.open(
                            how(config),
                            stored.plan(),
                            source,
                            Dialects.named(stored.srcDialect()),
                            target,
                            Dialects.named(stored.dstDialect()));
                    Assignment assignment = assignment(connection, dialect, config.migration());
                    if (assignment != null) {
                        made.member().adopt(assignment);
                    }
                    return new OpenedFile(config.migration(), made, source, target);
                }
            } catch (SQLException e) {
                LOG.debug("no plan is to be had here: {}", e.toString());
            }
        }
        return null;
    }

    private static @Nullable Assignment newer(@Nullable Assignment a, @Nullable Assignment b) {
        return a == null || (b != null && b.epoch() > a.epoch()) ? b : a;
    }

    private static @Nullable Assignment assignment(Connection connection, Dialect dialect, String migration)
            throws SQLException {
        try (Statement installed = connection.createStatement();
                ResultSet row = installed.executeQuery(dialect.control().installed())) {
            if (!row.next() || row.getLong(1) == 0) {
                return null;
            }
        }
        try (PreparedStatement select =
                connection.prepareStatement(dialect.control().readControl())) {
            select.setString(1, migration);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Assignment(Pattern.ofWire(row.getString(2)), row.getLong(1), Set.of()) : null;
            }
        }
    }

    void close() {
        dataSource.close();
        Pools.close(source);
        Pools.close(target);
    }

    private record Views(Connection src, Connection dst) {}
}
