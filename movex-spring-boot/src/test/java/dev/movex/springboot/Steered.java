package dev.movex.springboot;

import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Settings;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A migration of one table between two real databases, for an application to steer. */
final class Steered implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final DatabasePair pair = SharedPostgres.pair();
    private final MovexDataSource dataSource;
    private final Migration migration;

    Steered(String name, int rows) throws Exception {
        for (Side side : Side.values()) {
            execute(side, "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
        execute(Side.SRC, "INSERT INTO orders SELECT i, 'secret note ' || i FROM generate_series(1, " + rows + ") i");
        Databases databases = Databases.of(pair.src(), pair.dst());
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            Plan plan = PlanReader.read(
                            name,
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
            dataSource = MovexDataSource.open(DoubleWriteConfig.of("test"), plan, pair.src(), pair.dst());
            migration = Migration.open(
                    new MigrationConfig(plan, PlanOptions.all(), databases, Settings.shortened()),
                    dataSource.members());
        }
    }

    /** Lets both sides be written, and copies the rows that are there. */
    void writeBoth() {
        for (MigrationState to : List.of(MigrationState.SRC_ONLY, MigrationState.SRC_FIRST)) {
            migration.move(to, "test", "to begin with", true);
        }
        migration.startCopy("test");
        await().atMost(LIMIT).until(() -> migration.activity().isEmpty());
    }

    void execute(Side side, String text) throws SQLException {
        execute(pair.of(side).dataSource(), text);
    }

    /** As the application does it. */
    void write(String text) throws SQLException {
        execute(dataSource, text);
    }

    private static void execute(DataSource database, String text) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    Migration migration() {
        return migration;
    }

    /** Starts an application that has the migration among its beans. */
    Application application(Map<String, Object> settings) {
        return new Application(
                settings,
                context -> context.registerBean(
                        Migration.class, () -> migration, definition -> definition.setDestroyMethodName("")));
    }

    @Override
    public void close() {
        migration.close();
        dataSource.close();
        pair.close();
    }
}
