package dev.movex.benchmarks.validate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.benchmarks.orders.OrdersTable;
import dev.movex.core.Pattern;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** The full validation as production runs it: both directions, suspects confirmed under locks and the fence. */
final class OurValidation implements AutoCloseable {
    private static final String MIGRATION = "bench";
    private static final int POOL = 12;

    private final HikariDataSource src;
    private final HikariDataSource dst;
    private final Databases databases;
    private final ConcurrentLinkedQueue<InconsistentEvent> events = new ConcurrentLinkedQueue<>();
    private final FullValidator validator;

    OurValidation(DataSource source, DataSource target) throws SQLException {
        this.src = pool(source);
        this.dst = pool(target);
        this.databases = Databases.of(src, dst);
        ReadyMigration.install(databases, MIGRATION);
        Plan plan = ReadyMigration.draft(
                        databases, MIGRATION, PlanOptions.all().tables(List.of(OrdersTable.NAME), List.of()))
                .orThrow();
        this.validator =
                new FullValidator(ValidationSetup.standard(plan, databases, events::add, record -> {}), Hooks.real());
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** Validates the table; returns the keys that were confirmed different. */
    Set<Long> run() throws SQLException, InterruptedException {
        events.clear();
        Authority authority = Authority.under(Pattern.SRC_FIRST, 1);
        ValidationRun run = validator.run(() -> authority, Watch.none());
        if (run.end() != ValidationRun.End.COMPLETE) {
            throw new IllegalStateException("the validation did not come to its end: " + run.reason());
        }
        Set<Long> keys = new HashSet<>();
        events.forEach(event -> keys.add(Long.valueOf(event.key().values().get(0))));
        return keys;
    }

    @Override
    public void close() {
        src.close();
        dst.close();
    }
}
