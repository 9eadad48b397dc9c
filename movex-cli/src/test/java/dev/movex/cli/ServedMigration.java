package dev.movex.cli;

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
import dev.movex.server.MovexServer;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;

/** A migration of all tables of a pair, inside its application, and the server that commands ask. */
record ServedMigration(MovexDataSource dataSource, Migration migration, MovexServer server) implements AutoCloseable {
    static ServedMigration of(String name, DatabasePair pair) throws Exception {
        Databases databases = Databases.of(pair.src(), pair.dst());
        Plan plan;
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            plan = PlanReader.read(
                            name,
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
        }
        MovexDataSource dataSource = MovexDataSource.open(DoubleWriteConfig.of("test"), plan, pair.src(), pair.dst());
        Migration migration = Migration.open(
                new MigrationConfig(plan, PlanOptions.all(), databases, Settings.shortened()), dataSource.members());
        return new ServedMigration(dataSource, migration, MovexServer.start(migration, 0, "/movex"));
    }

    @Override
    public void close() {
        server.close();
        migration.close();
        dataSource.close();
    }
}
