package dev.movex.cli.demo;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.Problem;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The shop's migration, put together as an application does it. */
final class DemoMigration implements AutoCloseable {
    static final String NAME = "shop";

    private final MovexDataSource dataSource;
    private final Migration migration;
    private final List<InconsistentEvent> events = new CopyOnWriteArrayList<>();

    DemoMigration(DemoShop shop, Settings settings) throws SQLException, InterruptedException {
        Databases databases = Databases.of(shop.ownPool(Side.SRC), shop.ownPool(Side.DST));
        PlanDraft draft = plan(databases);
        MigrationConfig config = new MigrationConfig(draft.plan(), PlanOptions.all(), databases, settings)
                .withEventListener(events::add);
        this.dataSource = MovexDataSource.open(
                DoubleWriteConfig.of("demo").withKeyListener(config.writtenKeys()::offer),
                draft.plan(),
                shop.applicationPool(Side.SRC),
                databases.srcDialect(),
                shop.applicationPool(Side.DST),
                databases.dstDialect());
        this.migration = Migration.open(config, dataSource.members());
    }

    private static PlanDraft plan(Databases databases) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            PlanDraft draft = PlanReader.read(
                    NAME,
                    new DatabaseView(databases.srcDialect(), src),
                    new DatabaseView(databases.dstDialect(), dst),
                    PlanOptions.all());
            List<Problem> blocking =
                    draft.problems().stream().filter(Problem::blocking).toList();
            if (!blocking.isEmpty()) {
                throw new MovexException(
                        "PREFLIGHT",
                        blocking.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                        "Mend these first.");
            }
            return draft;
        }
    }

    /** Returns what the application uses in place of its pool. */
    DataSource dataSource() {
        return dataSource;
    }

    Migration migration() {
        return migration;
    }

    /** Returns the inconsistencies that were reported so far. */
    List<InconsistentEvent> events() {
        return events;
    }

    @Override
    public void close() {
        migration.close();
        dataSource.close();
    }
}
