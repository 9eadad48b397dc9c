package dev.movex.benchmarks.validate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.benchmarks.orders.OrdersTable;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
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
        for (Side side : Side.values()) {
            install(side);
        }
        this.validator =
                new FullValidator(ValidationSetup.standard(plan(), databases, events::add, record -> {}), Hooks.real());
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private Plan plan() throws SQLException {
        try (Connection from = databases.open(Side.SRC);
                Connection to = databases.open(Side.DST)) {
            return PlanReader.read(
                            MIGRATION,
                            new DatabaseView(databases.srcDialect(), from),
                            new DatabaseView(databases.dstDialect(), to),
                            PlanOptions.all().tables(List.of(OrdersTable.NAME), List.of()))
                    .orThrow();
        }
    }

    private void install(Side side) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            for (String text : databases.dialect(side).control().create()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(text);
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    databases.dialect(side).control().insertControl())) {
                insert.setString(1, MIGRATION);
                insert.setLong(2, 1);
                insert.setString(3, "src_first");
                insert.setBoolean(4, side == Side.SRC);
                insert.setString(5, "src_first");
                insert.executeUpdate();
            }
        }
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
